internal import Cases
internal import City
internal import Workflows

/// What can be picked in the forms of a case: only what can make sense for this one.
extension ActionForms {
    /// The departments suggested by the rules, then those of the case's area and of every area above it, the nearest first.
    func departments() -> [Fields.Option] {
        let named = suggested.compactMap { city.organisations.organisation(OrganisationCode($0)) }
        var options = named.map { Fields.Option($0.code.rawValue, reader.say($0.name), group: reader.say(.suggested)) }
        var seen = Set(suggested)
        let areas = view.line.area.map { city.territory.ancestors(of: $0) } ?? city.territory.roots
        for code in areas.reversed() {
            let name = city.territory.area(code).map { reader.say($0.name) }
            for organisation in city.organisations.organisations(of: code)
            where organisation.kind != .coordination && seen.insert(organisation.code.rawValue).inserted {
                options.append(Fields.Option(organisation.code.rawValue, reader.say(organisation.name), group: name))
            }
        }
        return options
    }

    func classField(_ fields: Fields, required: Bool) -> HTML {
        let kind = view.line.requestClass.flatMap { city.classes.class($0)?.kind }
        let titles = Dictionary(
            city.classes.majors.map { ([$0.kind.rawValue, $0.key], reader.say($0.name)) }, uniquingKeysWith: { first, _ in first })
        // Classes of the kind that the case has, else what residents ask for: the directory of things is long.
        let some = city.classes.all.filter { $0.kind == (kind ?? .demand) }
        let options = (some.isEmpty ? city.classes.all : some).map { requestClass in
            Fields.Option(
                requestClass.code.rawValue, reader.say(requestClass.name),
                group: titles[[requestClass.kind.rawValue, requestClass.major]])
        }
        let none = Fields.Option("", reader.say(.choose))
        return fields.choice(
            "class", .requestClass, options: [none] + options, selected: view.line.requestClass?.rawValue, required: required)
    }

    /// The street of the case and what lies in it, then the county's other streets; the streets of the city where it is not
    /// known.
    func areaField(_ fields: Fields, required: Bool) -> HTML {
        let options = [Fields.Option("", reader.say(.choose))] + areas()
        return fields.choice("area", .area, options: options, selected: view.line.area?.rawValue, required: required)
    }

    private func areas() -> [Fields.Option] {
        let territory = city.territory
        guard let area = view.line.area, let county = territory.ancestor(of: area, at: .county) else {
            return territory.areas(at: .street).map { street in
                let county = street.parent.flatMap { territory.area($0)?.name }.map { reader.say($0) }
                return Fields.Option(street.code.rawValue, reader.say(street.name), group: county)
            }
        }
        let street = territory.ancestor(of: area, at: .street)
        let own = street.map { territory.descendants(of: $0).filter { $0.level < .building }.prefix(300) } ?? []
        let others = territory.children(of: county).filter { $0.code != street }
        let known = own.contains { $0.code == area } || others.contains { $0.code == area }
        let here = known ? [] : [area].compactMap { territory.area($0) }
        return (here + own).map { .init($0.code.rawValue, reader.say($0.name), group: reader.say(.thisStreet)) }
            + others.map { .init($0.code.rawValue, reader.say($0.name), group: reader.say(.otherStreets)) }
    }

    func priorityField(_ fields: Fields) -> HTML {
        let options = Priority.allCases.map { Fields.Option($0.rawValue, reader.say(Words.priority($0))) }
        return fields.choice("priority", .priority, options: options, selected: view.line.priority.rawValue)
    }
}
