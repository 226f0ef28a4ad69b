internal import Workflows

internal import Workflows
/// What a city has, in a few lines for the terminal.
package enum CityReport {
    package static func text(_ city: City) -> String {
        var lines = ["\(city.name.zh) \(city.name.en)"]
        let living = city.territory.all.filter { $0.validTo == nil }
        let levels = city.settings.levels.map { level in
            "\(level.level.rawValue) \(living.count { $0.level == level.level })"
        }
        let ended = city.territory.all.count - living.count
        let synthetic = city.territory.all.count(where: \.isSynthetic)
        lines.append(
            "areas: \(city.territory.all.count) (\(levels.joined(separator: ", "))); ended \(ended), synthetic \(synthetic)")
        lines.append(
            "polygons: \(city.map.cells.count)\(city.map.isSchematic ? ", schematic: not borders" : "")")
        let kinds = RequestClass.Kind.allCases.map { kind in
            "\(kind.rawValue) \(city.classes.all.count { $0.kind == kind })"
        }
        lines.append("classes: \(city.classes.all.count) (\(kinds.joined(separator: ", ")))")
        lines.append(
            "organisations: \(city.organisations.all.count); rules: \(city.routing.rules.count); "
                + "duties: \(city.duties.lines.count); posts: \(city.posts.all.count)")
        let workflows = city.workflows.values.map { "\($0.name) \($0.version)" }.sorted()
        lines.append("procedures: \(workflows.joined(separator: ", "))")
        return lines.joined(separator: "\n")
    }
}
