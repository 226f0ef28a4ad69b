internal import Foundation

/// GCJ-02, the shifted system of maps published in China. Used at the view only: everything stored is WGS-84.
///
/// The formula is the public reconstruction on the Krasovsky 1940 ellipsoid; outside its rectangle
/// (72.004°–137.8347° E, 0.8293°–55.8271° N) nothing is shifted.
extension Coordinate {
    /// This WGS-84 position in GCJ-02.
    public var gcj02: Coordinate {
        guard GCJ02.applies(to: self) else { return self }
        let shift = GCJ02.shift(at: self)
        return Coordinate(longitude: longitude + shift.longitude, latitude: latitude + shift.latitude)
    }

    /// The WGS-84 position whose GCJ-02 position is given.
    ///
    /// Solved by iteration, so that a round trip returns within 10⁻⁷ degrees everywhere but in the strip of under one kilometre along
    /// the rectangle's own border, where the shift begins and two positions share one image (no part of China lies there).
    public init(gcj02 shifted: Coordinate) {
        var guess = shifted
        // The shift changes by less than 1 % of the way moved: each round gains over two digits.
        for _ in 0..<12 {
            let shift = GCJ02.shift(at: guess)
            let next = Coordinate(
                longitude: shifted.longitude - shift.longitude, latitude: shifted.latitude - shift.latitude)
            if next == guess { break }
            guess = next
        }
        self = GCJ02.applies(to: guess) ? guess : shifted
    }
}

private enum GCJ02 {
    static func applies(to place: Coordinate) -> Bool {
        place.longitude >= 72.004 && place.longitude <= 137.8347
            && place.latitude >= 0.8293 && place.latitude <= 55.8271
    }

    /// The shift in degrees.
    static func shift(at place: Coordinate) -> (longitude: Double, latitude: Double) {
        let semiMajorAxis = 6_378_245.0
        let eccentricitySquared = 0.006_693_421_622_965_943_23
        let metres = shiftMetres(place.longitude - 105, place.latitude - 35)
        let radians = place.latitude * Double.pi / 180
        let sine = sin(radians)
        let w = 1 - eccentricitySquared * sine * sine
        let root = w.squareRoot()
        let meridian = semiMajorAxis * (1 - eccentricitySquared) / (w * root)
        let parallel = semiMajorAxis / root * cos(radians)
        return (metres.east * 180 / (parallel * Double.pi), metres.north * 180 / (meridian * Double.pi))
    }

    private static func shiftMetres(_ x: Double, _ y: Double) -> (east: Double, north: Double) {
        let root = abs(x).squareRoot()
        let common = (20 * sine(6 * x) + 20 * sine(2 * x)) * 2 / 3
        var north = -100 + 2 * x + 3 * y + 0.2 * y * y
        north += 0.1 * x * y + 0.2 * root + common
        north += (20 * sine(y) + 40 * sine(y / 3)) * 2 / 3
        north += (160 * sine(y / 12) + 320 * sine(y / 30)) * 2 / 3
        var east = 300 + x + 2 * y + 0.1 * x * x
        east += 0.1 * x * y + 0.1 * root + common
        east += (20 * sine(x) + 40 * sine(x / 3)) * 2 / 3
        east += (150 * sine(x / 12) + 300 * sine(x / 30)) * 2 / 3
        return (east, north)
    }

    private static func sine(_ halfTurns: Double) -> Double { sin(halfTurns * Double.pi) }
}
