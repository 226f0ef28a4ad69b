/// A thing on the map with its properties.
public struct Feature: Sendable, Hashable {
    public enum Geometry: Sendable, Hashable {
        case point(Coordinate)
        case line([Coordinate])
        /// A polygon or several.
        case shape(Shape)
    }

    /// Properties in the order of the file.
    public struct Properties: Sendable, Hashable, ExpressibleByDictionaryLiteral {
        public struct Pair: Sendable, Hashable {
            public var name: String
            public var value: String
        }

        public private(set) var pairs: [Pair] = []

        public init() {}

        public init(dictionaryLiteral elements: (String, String)...) {
            for (name, value) in elements { self[name] = value }
        }

        /// Setting an unknown name appends it; setting nil removes.
        public subscript(name: String) -> String? {
            get { pairs.first { $0.name == name }?.value }
            set {
                let index = pairs.firstIndex { $0.name == name }
                switch (index, newValue) {
                case (let index?, let value?): pairs[index].value = value
                case (let index?, nil): pairs.remove(at: index)
                case (nil, let value?): pairs.append(Pair(name: name, value: value))
                case (nil, nil): break
                }
            }
        }
    }

    public var id: String?
    public var properties: Properties
    public var geometry: Geometry
    /// The line of the file on which the feature begins, 0 where it was not read from a file.
    public var line: Int

    public init(id: String? = nil, properties: Properties = [:], geometry: Geometry, line: Int = 0) {
        self.id = id
        self.properties = properties
        self.geometry = geometry
        self.line = line
    }

    /// The polygon or polygons, nil for a point or a line.
    public var shape: Shape? {
        if case .shape(let shape) = geometry { shape } else { nil }
    }
}
