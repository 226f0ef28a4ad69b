/// Places of participants and statements on the plane of the two principal axes.
enum Projection {
    /// Where each participant stands, by row: √(C / votes) · Σ over seen (vote − mean) · axis, with C all statements.
    ///
    /// Who has voted on little is drawn outward, so that few votes do not mean the middle. As in the reference, a statement moderated
    /// out counts as seen by everybody.
    static func participants(_ residuals: Residuals, _ axes: PrincipalAxes, isOut: [Bool]) -> [Point] {
        let statements = Double(isOut.count)
        let out = isOut.count { $0 }
        return residuals.weights.indices.map { row in
            var (x, y) = (0.0, 0.0)
            for entry in residuals.starts[row]..<residuals.starts[row + 1] {
                let column = Int(residuals.columns[entry])
                x += residuals.values[entry] * axes.first[column]
                y += residuals.values[entry] * axes.second[column]
            }
            let votes = residuals.starts[row + 1] - residuals.starts[row] + out
            let scale = (statements / Double(max(votes, 1))).squareRoot()
            return Point(x: x * scale, y: y * scale)
        }
    }

    /// Where somebody would stand who only agreed to this statement, by column; its distance from the middle is the
    /// statement's *extremity*.
    static func statements(_ axes: PrincipalAxes, isOut: [Bool]) -> [Point] {
        let scale = Double(isOut.count).squareRoot()
        return isOut.indices.map { column in
            if isOut[column] { return Point(x: 0, y: 0) }
            let rest = (1 - axes.centre[column]) * scale
            return Point(x: rest * axes.first[column], y: rest * axes.second[column])
        }
    }
}
