internal import Foundation

/// A position on the earth in degrees, WGS-84 (equal to CGCS2000 within centimetres).
@frozen
public struct Coordinate: Sendable, Hashable, CustomStringConvertible {
    /// Degrees east of Greenwich, −180 … 180.
    public var longitude: Double
    /// Degrees north of the equator, −90 … 90.
    public var latitude: Double

    @inlinable
    public init(longitude: Double, latitude: Double) {
        self.longitude = longitude
        self.latitude = latitude
    }

    /// Whether both numbers are finite and within their ranges.
    public var isValid: Bool {
        longitude >= -180 && longitude <= 180 && latitude >= -90 && latitude <= 90
    }

    /// `longitude,latitude` in degrees.
    public var description: String { "\(longitude),\(latitude)" }

    /// The great-circle distance in metres on the sphere of the earth's mean radius (IUGG R₁ = 6,371,008.8 m) by the
    /// haversine formula; it differs from the distance on the ellipsoid by at most 0.6 %. Symmetric and never negative.
    public func distanceMetres(to other: Coordinate) -> Double {
        let radian = Double.pi / 180
        let a = sin((other.latitude - latitude) * radian / 2)
        let b = sin((other.longitude - longitude) * radian / 2)
        let h = a * a + cos(latitude * radian) * cos(other.latitude * radian) * b * b
        return 2 * Earth.radius * asin(min(1, h.squareRoot()))
    }

    /// The same position rounded to 10⁻⁷ degrees (about one centimetre), the precision that files are written in.
    public var rounded: Coordinate {
        Coordinate(longitude: Earth.rounded(longitude), latitude: Earth.rounded(latitude))
    }
}

/// The sphere on which distances are taken.
enum Earth {
    /// The mean radius R₁ in metres (IUGG 1980).
    static let radius = 6_371_008.8
    /// Metres of one degree of latitude.
    static let metresPerDegree = radius * Double.pi / 180

    static func rounded(_ degrees: Double) -> Double { (degrees * 1e7).rounded() / 1e7 }

    static func cosine(ofDegrees degrees: Double) -> Double { cos(degrees * Double.pi / 180) }
}
