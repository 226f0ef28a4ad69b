/// Where a vehicle stood and how it rode: worked out by whoever may see its points.
public struct Journey: Sendable, Hashable {
    /// What counts as a stop and as a trip.
    public struct Rules: Sendable, Hashable {
        /// A vehicle that stays within so many metres stands; a trip goes at least as far.
        public var radius: Double = 100
        /// A trip lasts at least so long. Milliseconds.
        public var shortestTrip: Int64 = 120_000
        /// A stop lasts at least so long. Milliseconds.
        public var shortestStop: Int64 = 300_000
        /// When nothing is heard for so long, a trip ends. Milliseconds.
        public var silence: Int64 = 3_600_000

        public init() {}
    }

    public struct Stop: Sendable, Hashable {
        /// The first and last fix. Milliseconds since 1970.
        public var span: ClosedRange<Int64>
        /// The mean of its fixes, millionths of a degree.
        public var latitude: Int32
        public var longitude: Int32
        public var fixes: Int
    }

    public struct Trip: Sendable, Hashable {
        public var span: ClosedRange<Int64>
        public var start: Point
        public var end: Point
        /// Metres from fix to fix.
        public var length: Double
        /// Tenths of a km/h, as the tracker said.
        public var topSpeed: UInt16
        public var fixes: Int
    }

    public private(set) var stops: [Stop] = []
    public private(set) var trips: [Trip] = []

    /// Works out stops and trips from points in any order; those without a position of their time are left out.
    ///
    /// A stop is a longest run of fixes within the radius of its first one that lasts long enough: stay points after Q. Li, Y. Zheng et al.,
    /// "Mining user similarity based on location history", 2008. What lies between stops or silences is a trip, if it is long enough.
    public init(_ points: [Point], rules: Rules = Rules()) {
        let fixes = points.enumerated().filter { $0.element.flags.contains(.positioned) }
            .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
        var at = 0
        /// The first fix of the way that leads here: the last one of the stop before it.
        var way: Int?
        while at < fixes.count {
            var end = at + 1
            while end < fixes.count, !Self.isSilent(fixes[end - 1], fixes[end], rules), fixes[at].distance(to: fixes[end]) <= rules.radius {
                end += 1
            }
            let isStop = Self.span(fixes[at].time, fixes[end - 1].time) >= rules.shortestStop
            if isStop {
                if let way, way < at { addTrip(fixes[way...at], rules) }
                add(Self.stop(fixes[at..<end]), rules)
                way = end - 1
                at = end
            } else {
                if way == nil { way = at }
                at += 1
            }
            if let start = way, at == fixes.count || (at > 0 && Self.isSilent(fixes[at - 1], fixes[at], rules)) {
                if start < at - 1 { addTrip(fixes[start...(at - 1)], rules) }
                way = nil
            }
        }
    }

    private static func span(_ from: Int64, _ to: Int64) -> Int64 {
        let (span, overflow) = to.subtractingReportingOverflow(from)
        return overflow ? .max : span
    }

    private static func isSilent(_ a: Point, _ b: Point, _ rules: Rules) -> Bool { span(a.time, b.time) > rules.silence }

    private static func stop(_ fixes: ArraySlice<Point>) -> Stop {
        let (first, last) = (fixes[fixes.startIndex], fixes[fixes.endIndex - 1])
        let north = fixes.reduce(Int64(0)) { $0 + Int64($1.latitude) } / Int64(fixes.count)
        // Relative to the first fix, so that a stop on the antimeridian stays there.
        let east = fixes.reduce(Int64(0)) { $0 + turned(Int64($1.longitude) - Int64(first.longitude)) } / Int64(fixes.count)
        return Stop(
            span: first.time...last.time, latitude: Int32(clamping: north),
            longitude: Int32(clamping: turned(Int64(first.longitude) + east)), fixes: fixes.count)
    }

    /// The same angle between −180° and 180°, in millionths.
    private static func turned(_ angle: Int64) -> Int64 {
        angle > 180_000_000 ? angle - 360_000_000 : angle < -180_000_000 ? angle + 360_000_000 : angle
    }

    private mutating func addTrip(_ fixes: ArraySlice<Point>, _ rules: Rules) {
        guard let first = fixes.first, let last = fixes.last, Self.span(first.time, last.time) >= rules.shortestTrip else { return }
        let length = zip(fixes, fixes.dropFirst()).reduce(0) { $0 + $1.0.distance(to: $1.1) }
        guard length >= rules.radius else { return }
        trips.append(
            Trip(
                span: first.time...last.time, start: first, end: last, length: length, topSpeed: fixes.map(\.speed).max() ?? 0,
                fixes: fixes.count))
    }

    /// Joins a stop with the one before it where nothing that counts lies between and they are one place.
    private mutating func add(_ stop: Stop, _ rules: Rules) {
        guard let before = stops.last, trips.last.map({ $0.span.upperBound <= before.span.lowerBound }) ?? true,
            Self.span(before.span.upperBound, stop.span.lowerBound) <= rules.silence,
            Point(time: 0, latitude: before.latitude, longitude: before.longitude)
                .distance(to: Point(time: 0, latitude: stop.latitude, longitude: stop.longitude)) <= rules.radius
        else {
            stops.append(stop)
            return
        }
        stops[stops.count - 1].span = before.span.lowerBound...stop.span.upperBound
        stops[stops.count - 1].fixes += stop.fixes
    }
}
