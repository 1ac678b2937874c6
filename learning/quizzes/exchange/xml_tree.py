"""XML as elements that know their line: no DTD, no entities, bounded depth and number."""

from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from learning.errors import RuleBroken

_DEEPEST = 40
_MOST_ELEMENTS = 150_000


class LinedElement(Element):
    """An element with the line where it begins."""

    line: int = 0


class XmlBroken(Exception):
    """Not well formed from this line on."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


class _Builder(TreeBuilder):
    """Builds lined elements and stops at what no question file needs."""

    def __init__(self) -> None:
        super().__init__(element_factory=self._element)
        self.parser: DefusedXMLParser | None = None
        self.depth = self.number = 0

    def _element(self, tag: str, attributes: dict[str, str]) -> Element:
        element = LinedElement(tag, attributes)
        assert self.parser is not None
        element.line = self.parser.parser.CurrentLineNumber
        return element

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self.depth += 1
        self.number += 1
        if self.depth > _DEEPEST or self.number > _MOST_ELEMENTS:
            raise RuleBroken("exchange-xml-hostile")
        return super().start(tag, attrs)

    def end(self, tag: str) -> Element:
        self.depth -= 1
        return super().end(tag)


def parsed(content: str | bytes) -> LinedElement:
    """The root element.

    Raises XmlBroken where it isn't well formed, RuleBroken exchange-xml-hostile for a document
    type, an entity of its own, or elements without end.
    """
    builder = _Builder()
    parser = DefusedXMLParser(target=builder, forbid_dtd=True)
    builder.parser = parser
    try:
        parser.feed(content)
        root = parser.close()
    except DefusedXmlException as error:
        raise RuleBroken("exchange-xml-hostile") from error
    except ParseError as error:
        reason = str(error).partition(":")[0]
        raise XmlBroken(error.position[0], reason) from error
    except (ValueError, LookupError) as error:  # an encoding nobody knows
        raise XmlBroken(1, str(error)) from error
    finally:
        builder.parser = None
    assert isinstance(root, LinedElement)
    return root
