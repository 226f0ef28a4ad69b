internal import OpinionMap

/// Fits positions into a drawing; both axes have one scale.
struct MapFrame {
    static let width = 600
    static let height = 480
    private static let margin = 20.0

    private let middle: Point
    private let scale: Double

    init(_ points: [Point]) {
        let (xs, ys) = (points.map(\.x), points.map(\.y))
        let (left, right) = (min(0, xs.min() ?? 0), max(0, xs.max() ?? 0))
        let (low, high) = (min(0, ys.min() ?? 0), max(0, ys.max() ?? 0))
        middle = Point(x: (left + right) / 2, y: (low + high) / 2)
        let across = (Double(MapFrame.width) - 2 * MapFrame.margin) / max(right - left, .leastNormalMagnitude)
        let up = (Double(MapFrame.height) - 2 * MapFrame.margin) / max(high - low, .leastNormalMagnitude)
        scale = min(across, up, 1e6)
    }

    /// Whole units of the drawing, y downward.
    func place(_ point: Point) -> (x: Int, y: Int) {
        let x = Double(MapFrame.width) / 2 + (point.x - middle.x) * scale
        let y = Double(MapFrame.height) / 2 - (point.y - middle.y) * scale
        return (Int(exactly: x.rounded()) ?? 0, Int(exactly: y.rounded()) ?? 0)
    }
}
