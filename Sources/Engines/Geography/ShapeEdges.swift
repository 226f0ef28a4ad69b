/// One edge of a ring.
struct Edge {
    var ax: Double
    var ay: Double
    var bx: Double
    var by: Double
}

/// The edges of one shape in horizontal slabs, so that a point is compared only with the edges at its own latitude.
struct ShapeEdges: Sendable {
    let extent: Extent
    private let slabs: Int
    private let slabsPerDegree: Double
    /// Where the edges of each slab begin; one more entry than slabs.
    private let starts: [Int32]
    /// The edges, slab after slab; an edge stands in every slab that it touches.
    private let edges: [Edge]

    /// `rings` are closed and lie in `extent`.
    init(_ rings: [[Coordinate]], extent: Extent) {
        self.extent = extent
        var all: [Edge] = []
        for ring in rings where ring.count > 1 {
            for index in 1..<ring.count {
                let (a, b) = (ring[index - 1], ring[index])
                all.append(Edge(ax: a.longitude, ay: a.latitude, bx: b.longitude, by: b.latitude))
            }
        }
        let height = extent.north - extent.south
        let wanted = min(max(all.count / 4, 1), 256)
        let scale = height > 0 ? Double(wanted) / height : 0
        let count = scale.isFinite ? wanted : 1
        slabs = count
        slabsPerDegree = scale.isFinite ? scale : 0
        var lists = [[Edge]](repeating: [], count: count)
        for edge in all {
            let first = ShapeEdges.slab(min(edge.ay, edge.by), extent.south, slabsPerDegree, count)
            let last = ShapeEdges.slab(max(edge.ay, edge.by), extent.south, slabsPerDegree, count)
            for slab in first...last { lists[slab].append(edge) }
        }
        var starts: [Int32] = [0]
        for list in lists { starts.append(starts[starts.count - 1] + Int32(list.count)) }
        self.starts = starts
        edges = Array(lists.joined())
    }

    /// Never decreasing in `latitude` (rounding keeps the order), so a point on an edge falls into one of the edge's slabs.
    @inline(__always)
    private static func slab(_ latitude: Double, _ south: Double, _ scale: Double, _ count: Int) -> Int {
        min(Int((latitude - south) * scale), count - 1)
    }

    /// Whether the point lies inside or on the border.
    ///
    /// Crossings of the ray to the east are counted as GEOS's RayCrossingCounter does, with an exact side test.
    func covers(_ x: Double, _ y: Double) -> Bool {
        guard y >= extent.south, y <= extent.north, x >= extent.west, x <= extent.east else { return false }
        let slab = ShapeEdges.slab(y, extent.south, slabsPerDegree, slabs)
        var isInside = false
        return edges.withUnsafeBufferPointer { edges in
            for index in Int(starts[slab])..<Int(starts[slab + 1]) {
                let edge = edges[index]
                if edge.ax < x, edge.bx < x { continue }
                if edge.bx == x, edge.by == y { return true }
                if edge.ay == y, edge.by == y {
                    if min(edge.ax, edge.bx) <= x, x <= max(edge.ax, edge.bx) { return true }
                    continue
                }
                guard (edge.ay > y) != (edge.by > y) else { continue }
                if edge.ax > x, edge.bx > x {
                    isInside.toggle()
                    continue
                }
                let side = Orientation.sign(edge.ax, edge.ay, edge.bx, edge.by, x, y)
                if side == 0 { return true }
                if (side > 0) == (edge.by > edge.ay) { isInside.toggle() }
            }
            return isInside
        }
    }

    /// The distance in degrees of latitude, squared, from a point to the nearest edge, with longitudes shrunk by `scale`.
    func squaredDistance(_ x: Double, _ y: Double, scale: Double) -> Double {
        var best = Double.infinity
        for edge in edges {
            let (ax, ay) = ((edge.ax - x) * scale, edge.ay - y)
            let (dx, dy) = ((edge.bx - edge.ax) * scale, edge.by - edge.ay)
            let length = dx * dx + dy * dy
            let share = length > 0 ? min(1, max(0, -(ax * dx + ay * dy) / length)) : 0
            let (px, py) = (ax + share * dx, ay + share * dy)
            best = min(best, px * px + py * py)
        }
        return best
    }
}
