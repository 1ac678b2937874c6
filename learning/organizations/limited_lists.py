"""From a file to a list of people, with limits on the time and memory that reading may take."""

from learning.foreign.child import read_by_child
from learning.organizations.people_lists import reading
from learning.organizations.people_lists.reading import Form, PeopleList


def read(content: bytes, file_name: str) -> PeopleList:
    """As reading.read, and safe for a file from anywhere.

    Raises RuleBroken as that and reading.form_of do, and "article-slow", "article-memory",
    "article-damaged" or "article-busy".
    """
    form = reading.form_of(file_name, content)
    if form == Form.CSV:  # as much as is taken is read in an instant
        return reading.read(content, form)
    return reading.from_json(read_by_child("learning.organizations.list_process", form, content))
