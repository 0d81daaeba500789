"""Pictures: SVG made by hand, and the same as PNG where the extra `plots` is installed.

svg       elements, colours, a clock axis
png       SVG to PNG
lanes     swim lanes of control
days      events by day and type
outlines  land and borders
maps      events on a map, with circles of error
ranges    tolls as ranges, and counts as bars
"""
