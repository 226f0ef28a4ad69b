internal import Foundation

extension Point {
    /// Metres along the surface, by the haversine formula on a sphere of 6,371,008.8 m (the mean radius of the earth, IUGG): within 0.6 %.
    public func distance(to other: Point) -> Double {
        let toRadians = Double.pi / 180_000_000
        let (north, otherNorth) = (Double(latitude) * toRadians, Double(other.latitude) * toRadians)
        let east = (Double(other.longitude) - Double(longitude)) * toRadians
        let (a, b) = (sin((otherNorth - north) / 2), sin(east / 2))
        return 2 * 6_371_008.8 * asin(min(1, (a * a + cos(north) * cos(otherNorth) * b * b).squareRoot()))
    }
}
