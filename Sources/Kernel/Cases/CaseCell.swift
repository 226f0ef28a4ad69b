package import Geography

/// The cell of about 250 metres in which a case lies: cases nearby lie in the same cell or one of its eight neighbours.
package enum CaseCell {
    package static let metres = 250

    package static func key(of position: Coordinate) -> Int64 { CellKey(position, metres: metres).value }
}
