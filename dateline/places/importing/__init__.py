"""Files of places into the user's own table: GeoNames, its alternate names, OCHA p-codes, OurAirports, plain CSV."""

from dateline.places.importing.run import FORMATS, Format, Imported, import_places

__all__ = ["FORMATS", "Format", "Imported", "import_places"]
