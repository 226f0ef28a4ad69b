"""Schematic cells: what stands in for borders where none may be used.

A cell holds the places nearer to its centre than to any other (a Voronoi cell), cut from a convex frame. Centres inside a cell
are spread by a fixed sequence and evened out. The shapes say which area lies in which, and nothing about true borders.
"""

import json


def clip(polygon, a, b, c):
    """The part of a convex polygon where a·x + b·y ≤ c."""
    result = []
    for index, (x, y) in enumerate(polygon):
        px, py = polygon[index - 1]
        inside, before = a * x + b * y <= c, a * px + b * py <= c
        if inside != before:
            share = (c - a * px - b * py) / (a * (x - px) + b * (y - py))
            result.append((px + share * (x - px), py + share * (y - py)))
        if inside:
            result.append((x, y))
    return result


def cells(frame, sites):
    """The Voronoi cells of the sites within a convex frame, in the order of the sites."""
    result = []
    for i, (x, y) in enumerate(sites):
        cell = frame
        for j, (u, v) in enumerate(sites):
            if i != j and cell:
                cell = clip(cell, u - x, v - y, (u * u + v * v - x * x - y * y) / 2)
        result.append(cell)
    return result


def centroid(polygon):
    area = x = y = 0.0
    for index, (u, v) in enumerate(polygon):
        p, q = polygon[index - 1]
        cross = p * v - u * q
        area += cross
        x += (p + u) * cross
        y += (q + v) * cross
    return x / (3 * area), y / (3 * area)


def contains(polygon, x, y):
    signs = [(u - p) * (y - q) - (v - q) * (x - p)
             for (p, q), (u, v) in ((polygon[i - 1], polygon[i]) for i in range(len(polygon)))]
    return all(s > 0 for s in signs) or all(s < 0 for s in signs)


def halton(index, base):
    value, share = 0.0, 1.0
    while index:
        share /= base
        value += share * (index % base)
        index //= base
    return value


def voronoi(centres, margin):
    """Cells around named centres in a frame that reaches a margin (degrees) beyond them."""
    xs, ys = [x for x, _ in centres.values()], [y for _, y in centres.values()]
    west, east, south, north = min(xs) - margin, max(xs) + margin, min(ys) - margin, max(ys) + margin
    frame = [(west, south), (east, south), (east, north), (west, north)]
    return dict(zip(centres, cells(frame, list(centres.values()))))


def subdivide(polygon, names):
    """Cells for the names, in their order, within a convex polygon."""
    if len(names) == 1:
        return {names[0]: polygon}
    xs, ys = [x for x, _ in polygon], [y for _, y in polygon]
    west, south, width, height = min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
    sites, index = [], 1
    while len(sites) < len(names):
        x, y = west + width * halton(index, 2), south + height * halton(index, 3)
        if contains(polygon, x, y):
            sites.append((x, y))
        index += 1
    for _ in range(8):
        sites = [centroid(cell) for cell in cells(polygon, sites)]
    # From north to south, then west to east, so that neighbours in the list are often neighbours on the map.
    sites.sort(key=lambda site: (round(-site[1] * 20 / max(height, 1e-9)), site[0]))
    return dict(zip(names, cells(polygon, sites)))


def feature_collection(polygons):
    """GeoJSON text (RFC 7946), one feature a line: outer ring counter-clockwise, six decimals."""
    lines = []
    for code, polygon in polygons:
        ring = [[round(x, 6), round(y, 6)] for x, y in polygon]
        ring = [p for i, p in enumerate(ring) if p != ring[i - 1]]
        twice = sum(ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1] for i in range(len(ring)))
        if twice < 0:
            ring.reverse()
        feature = {"type": "Feature", "properties": {"code": code, "schematic": True},
                   "geometry": {"type": "Polygon", "coordinates": [ring + ring[:1]]}}
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
