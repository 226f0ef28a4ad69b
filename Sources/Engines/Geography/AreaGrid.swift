/// The uniform grid under an `AreaMap`.
///
/// The cell of a position is `Int((x − west) × scale)`, which never decreases with x whatever the rounding; therefore a cell that none
/// of an area's edges maps into (by the edge's extent) lies wholly inside or wholly outside that area.
struct AreaGrid: Sendable {
    private let extent: Extent
    private let columns: Int
    private let rows: Int
    private let columnsPerDegree: Double
    private let rowsPerDegree: Double
    /// Where the entries of each cell begin; one more than cells.
    private let starts: [UInt32]
    /// `index << 1`, plus 1 where the area covers the whole cell; ascending within a cell.
    private let entries: [UInt32]

    private static let mostCells = 1 << 20
    /// Bounds time and memory where many areas overlap.
    private static let mostWork = 1 << 23

    init?(_ shapes: [Shape], _ edges: [ShapeEdges]) {
        guard var extent = edges.first?.extent else { return nil }
        for edge in edges { extent = extent.union(edge.extent) }
        var wanted = min(max(64 * shapes.count, 1 << 14), AreaGrid.mostCells)
        var frame = AreaGrid.frame(extent, cells: wanted)
        while wanted > 1, AreaGrid.work(frame, edges) > AreaGrid.mostWork {
            wanted /= 4
            frame = AreaGrid.frame(extent, cells: max(wanted, 1))
        }
        self.extent = extent
        (columns, rows, columnsPerDegree, rowsPerDegree) = frame
        var pairs: [(cell: UInt32, entry: UInt32)] = []
        for index in shapes.indices {
            AreaGrid.classify(shapes[index], edges[index], extent, frame) { cell, isCovered in
                pairs.append((UInt32(cell), UInt32(index) << 1 | (isCovered ? 1 : 0)))
            }
        }
        // A counting sort keeps the order of the areas within a cell.
        var starts = [UInt32](repeating: 0, count: frame.columns * frame.rows + 1)
        for pair in pairs { starts[Int(pair.cell) + 1] += 1 }
        for cell in 1..<starts.count { starts[cell] += starts[cell - 1] }
        var next = starts
        var entries = [UInt32](repeating: 0, count: pairs.count)
        for pair in pairs {
            entries[Int(next[Int(pair.cell)])] = pair.entry
            next[Int(pair.cell)] += 1
        }
        self.starts = starts
        self.entries = entries
    }

    /// Calls `found` with the index of each area that the place lies in, ascending, until it returns false.
    @inline(__always)
    func visit(_ place: Coordinate, _ shapes: [ShapeEdges], found: (Int) -> Bool) {
        guard extent.contains(place) else { return }
        let (x, y) = (place.longitude, place.latitude)
        let column = min(Int((x - extent.west) * columnsPerDegree), columns - 1)
        let row = min(Int((y - extent.south) * rowsPerDegree), rows - 1)
        let cell = row * columns + column
        for slot in Int(starts[cell])..<Int(starts[cell + 1]) {
            let entry = entries[slot]
            let index = Int(entry >> 1)
            if entry & 1 == 1 || shapes[index].covers(x, y) {
                guard found(index) else { return }
            }
        }
    }
}

extension AreaGrid {
    private typealias Frame = (columns: Int, rows: Int, columnsPerDegree: Double, rowsPerDegree: Double)

    private static func frame(_ extent: Extent, cells: Int) -> Frame {
        let width = extent.east - extent.west
        let height = extent.north - extent.south
        // Cells about as wide as high in degrees; at most 2¹⁰ × 2¹⁰, or long and narrow for a long narrow extent.
        let ratio = width > 0 && height > 0 ? min(max(width / height, 1e-3), 1e3) : 1
        let columns = max(1, min(cells, Int((Double(cells) * ratio).squareRoot())))
        let rows = max(1, cells / columns)
        let columnScale = Double(columns) / width
        let rowScale = Double(rows) / height
        return (
            columnScale.isFinite ? columns : 1, rowScale.isFinite ? rows : 1,
            columnScale.isFinite ? columnScale : 0, rowScale.isFinite ? rowScale : 0
        )
    }

    private static func column(_ x: Double, _ extent: Extent, _ frame: Frame) -> Int {
        min(Int((x - extent.west) * frame.columnsPerDegree), frame.columns - 1)
    }

    private static func row(_ y: Double, _ extent: Extent, _ frame: Frame) -> Int {
        min(Int((y - extent.south) * frame.rowsPerDegree), frame.rows - 1)
    }

    /// The number of (area, cell) pairs that would be looked at.
    private static func work(_ frame: Frame, _ edges: [ShapeEdges]) -> Int {
        var sum = 0
        for edge in edges {
            let wide = Int((edge.extent.east - edge.extent.west) * frame.columnsPerDegree) + 2
            let high = Int((edge.extent.north - edge.extent.south) * frame.rowsPerDegree) + 2
            sum += wide * high
        }
        return sum
    }

    /// Reports each cell that the shape covers or borders on.
    private static func classify(
        _ shape: Shape, _ edges: ShapeEdges, _ extent: Extent, _ frame: Frame, report: (Int, Bool) -> Void
    ) {
        let firstColumn = column(edges.extent.west, extent, frame)
        let firstRow = row(edges.extent.south, extent, frame)
        let wide = column(edges.extent.east, extent, frame) - firstColumn + 1
        let high = row(edges.extent.north, extent, frame) - firstRow + 1
        var isBorder = [Bool](repeating: false, count: wide * high)
        for ring in shape.rings {
            for index in 1..<ring.count {
                let (a, b) = (ring[index - 1], ring[index])
                let left = column(min(a.longitude, b.longitude), extent, frame) - firstColumn
                let right = column(max(a.longitude, b.longitude), extent, frame) - firstColumn
                let bottom = row(min(a.latitude, b.latitude), extent, frame) - firstRow
                let top = row(max(a.latitude, b.latitude), extent, frame) - firstRow
                for y in bottom...top {
                    for x in left...right { isBorder[y * wide + x] = true }
                }
            }
        }
        for y in 0..<high {
            // Neighbouring cells without a border lie on the same side: one ray decides for the whole run.
            var run: Bool?
            for x in 0..<wide {
                let cell = (firstRow + y) * frame.columns + firstColumn + x
                if isBorder[y * wide + x] {
                    run = nil
                    report(cell, false)
                    continue
                }
                let middleX = extent.west + (Double(firstColumn + x) + 0.5) / frame.columnsPerDegree
                let middleY = extent.south + (Double(firstRow + y) + 0.5) / frame.rowsPerDegree
                if run == nil {
                    let isHere =
                        column(middleX, extent, frame) == firstColumn + x && row(middleY, extent, frame) == firstRow + y
                    guard isHere else {
                        // Cells finer than the numbers themselves: ask the ray at each look-up.
                        report(cell, false)
                        continue
                    }
                    run = edges.covers(middleX, middleY)
                }
                if run == true { report(cell, true) }
            }
        }
    }
}
