/// A net of unit grids over an extent: cells of equal size in rows from the north, columns from the west.
public struct Fishnet: Sendable, Hashable {
    public struct Cell: Sendable, Hashable {
        public var code: String
        /// From 0 in the north.
        public var row: Int
        /// From 0 in the west.
        public var column: Int
        public var extent: Extent

        public var shape: Shape { Shape(extent) }
    }

    public let scheme: GridScheme
    /// The north-western corner is that of the extent asked for; east and south are the ends of whole cells.
    public let extent: Extent
    public let cellMetres: Double
    public let columns: Int
    public let rows: Int
    private let origin: Extent
    private let width: Double
    private let height: Double

    /// - Parameter cellMetres: the side of a cell, 1 … 1,000,000 m; exact north–south, and east–west at the middle of the extent.
    /// - Throws: where the extent is empty or beyond 85° of latitude, or the scheme has too few numbers for the cells.
    public init(scheme: GridScheme, extent: Extent, cellMetres: Double) throws(GeographyFault) {
        guard extent.isValid, extent.west < extent.east, extent.south < extent.north else {
            throw GeographyFault(.outOfRange, "the extent is empty or not on the earth", advice: "give west,south,east,north")
        }
        guard max(abs(extent.south), abs(extent.north)) <= 85 else {
            throw GeographyFault(.outOfRange, "a fishnet cannot reach beyond 85° of latitude")
        }
        guard cellMetres >= 1, cellMetres <= 1_000_000 else {
            throw GeographyFault(.badParameter, "a cell must measure from 1 to 1,000,000 metres")
        }
        guard scheme.digits >= 1, scheme.length <= 40 else {
            throw GeographyFault(
                .badParameter, "codes of \(scheme.length) characters have no room after \u{201C}\(scheme.prefix)\u{201D}")
        }
        height = cellMetres / Earth.metresPerDegree
        width = height / Earth.cosine(ofDegrees: (extent.south + extent.north) / 2)
        var columns = max(1, Int(((extent.east - extent.west) / width).rounded(.up)))
        var rows = max(1, Int(((extent.north - extent.south) / height).rounded(.up)))
        // Rounding of the division may leave one cell too few or too many.
        while columns > 1, Fishnet.line(extent.west, width, columns - 1) >= extent.east { columns -= 1 }
        while Fishnet.line(extent.west, width, columns) < extent.east { columns += 1 }
        while rows > 1, Fishnet.line(extent.north, -height, rows - 1) <= extent.south { rows -= 1 }
        while Fishnet.line(extent.north, -height, rows) > extent.south { rows += 1 }
        guard rows <= scheme.capacity / columns else {
            throw GeographyFault(
                .capacity, "\(rows) rows of \(columns) cells are more than \(scheme.digits) digits can number",
                advice: "take larger cells, a smaller extent or a shorter prefix")
        }
        self.scheme = scheme
        self.cellMetres = cellMetres
        (self.columns, self.rows, origin) = (columns, rows, extent)
        self.extent = Extent(
            west: Fishnet.line(extent.west, width, 0), south: Fishnet.line(extent.north, -height, rows),
            east: Fishnet.line(extent.west, width, columns), north: Fishnet.line(extent.north, -height, 0))
    }

    public var count: Int { rows * columns }

    /// The number-th line of the net, rounded to the precision of files so that a written net answers like this one.
    private static func line(_ start: Double, _ step: Double, _ number: Int) -> Double {
        let raw = Earth.rounded(start + Double(number) * step)
        return min(max(raw, -180), 180)
    }

    private func meridian(_ number: Int) -> Double { Fishnet.line(origin.west, width, number) }
    private func parallel(_ number: Int) -> Double { Fishnet.line(origin.north, -height, number) }

    /// The code of the cell in which the position lies; on a common border that with the lowest code; nil outside the net.
    public func code(of place: Coordinate) -> String? {
        guard extent.contains(place) else { return nil }
        var column = min(max(Int((place.longitude - origin.west) / width), 0), columns - 1)
        while column > 0, place.longitude <= meridian(column) { column -= 1 }
        while column < columns - 1, place.longitude > meridian(column + 1) { column += 1 }
        var row = min(max(Int((origin.north - place.latitude) / height), 0), rows - 1)
        while row > 0, place.latitude >= parallel(row) { row -= 1 }
        while row < rows - 1, place.latitude < parallel(row + 1) { row += 1 }
        return scheme.code(row * columns + column + 1)
    }

    /// The cell of a code of this net.
    public func cell(_ code: String) -> Cell? {
        guard let serial = scheme.serial(code), serial >= 1, serial <= count else { return nil }
        return cell(at: serial - 1)
    }

    /// The ground of a cell; nil for a code that is not of this net.
    public func shape(of code: String) -> Shape? { cell(code)?.shape }

    /// All cells in the order of their codes.
    public var cells: some Sequence<Cell> { (0..<count).lazy.map { cell(at: $0) } }

    private func cell(at index: Int) -> Cell {
        let (row, column) = index.quotientAndRemainder(dividingBy: columns)
        let extent = Extent(
            west: meridian(column), south: parallel(row + 1), east: meridian(column + 1), north: parallel(row))
        return Cell(code: scheme.code(index + 1), row: row, column: column, extent: extent)
    }
}
