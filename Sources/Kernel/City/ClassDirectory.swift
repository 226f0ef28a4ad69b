/// The city's classes of requests.
package struct ClassDirectory: Sendable {
    /// In the order of the file.
    package let all: [RequestClass]
    /// The major classes in the order of the file.
    package let majors: [MajorClass]
    private let indices: [ClassCode: Int]
    private let outside: [String: Int]

    /// Classes whose major is not listed are left out of `majors`, not out of `all`.
    package init(_ classes: [RequestClass], majors: [MajorClass]) {
        all = classes
        indices = Dictionary(
            classes.enumerated().map { ($0.element.code, $0.offset) }, uniquingKeysWith: { first, _ in first })
        outside = Dictionary(
            classes.enumerated().compactMap { entry in entry.element.outsideCode.map { ($0, entry.offset) } },
            uniquingKeysWith: { first, _ in first })
        var members: [[String]: [ClassCode]] = [:]
        for entry in classes { members[[entry.kind.rawValue, entry.major], default: []].append(entry.code) }
        self.majors = majors.map { major in
            var major = major
            major.classes = members[[major.kind.rawValue, major.key]] ?? []
            return major
        }
    }

    package func `class`(_ code: ClassCode) -> RequestClass? { indices[code].map { all[$0] } }

    /// Only its name: lists ask for many.
    package func name(of code: ClassCode) -> Bilingual? { indices[code].map { all[$0].name } }

    /// The class that an outside system names by its own code.
    package func `class`(outside code: String) -> RequestClass? { outside[code].map { all[$0] } }
}
