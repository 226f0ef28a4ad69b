/// The code of an organisation with gaps for areas, such as `urban-management-{county}`: one rule for all counties.
package struct OrganisationTemplate: Sendable, Hashable, CustomStringConvertible {
    private enum Part: Sendable, Hashable {
        case text(String)
        case area(AreaLevel)
    }

    private let parts: [Part]
    package let description: String

    /// Nil where a brace is open or names no level.
    package init?(_ text: String) {
        description = text
        var parts: [Part] = []
        var rest = text[...]
        while let open = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            guard rest[open] == "{", let close = rest[open...].firstIndex(of: "}"),
                let level = AreaLevel(rawValue: String(rest[rest.index(after: open)..<close]))
            else { return nil }
            if open > rest.startIndex { parts.append(.text(String(rest[..<open]))) }
            parts.append(.area(level))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { parts.append(.text(String(rest))) }
        guard !parts.isEmpty else { return nil }
        self.parts = parts
    }

    /// The lowest level that the gaps ask for; nil without gaps.
    package var lowestLevel: AreaLevel? {
        parts.compactMap { if case .area(let level) = $0 { level } else { nil } }.max()
    }

    /// The organisation for an area; nil where the area lies in none of the level asked for.
    package func organisation(for area: AreaCode, in territory: Territory) -> OrganisationCode? {
        var text = ""
        for part in parts {
            switch part {
            case .text(let fixed): text += fixed
            case .area(let level):
                guard let code = territory.ancestor(of: area, at: level) else { return nil }
                text += code.rawValue
            }
        }
        return OrganisationCode(text)
    }
}
