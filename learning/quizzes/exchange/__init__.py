"""Questions on their way in and out: GIFT, Aiken, Moodle XML, CSV and XLSX."""
