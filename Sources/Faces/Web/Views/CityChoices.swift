package import City
internal import Workflows

/// What people choose from in a city – classes, streets, states –, written out once for each language: these lists are the larger
/// part of the pages in which they stand.
package struct CityChoices: Sendable {
    struct Lists: Sendable {
        /// The classes by which a desk is filtered.
        var classes: OptionList
        /// The states by which a desk is filtered, of open cases and of ended ones.
        var openStates: OptionList
        var endedStates: OptionList
        /// The classes that residents may pick, by their major classes.
        var publicClasses: OptionList
        /// The streets by county.
        var streets: OptionList
    }

    private let zh: Lists
    private let en: Lists

    package init(_ city: City) {
        zh = Lists(city, .zh)
        en = Lists(city, .en)
    }

    subscript(language: Language) -> Lists {
        switch language {
        case .zh: zh
        case .en: en
        }
    }
}

extension CityChoices.Lists {
    fileprivate init(_ city: City, _ language: Language) {
        let any = Fields.Option("", Phrase.all[language])
        classes = OptionList([any] + Self.demands(city.classes.all).map { .init($0.code.rawValue, $0.name[language]) })
        openStates = OptionList([any] + Self.states(city, language, isEnded: false))
        endedStates = OptionList([any] + Self.states(city, language, isEnded: true))
        publicClasses = OptionList([.init("", Phrase.kindUnknown[language])] + Self.publicClasses(city, language))
        streets = OptionList([.init("", Phrase.communityUnknown[language])] + Self.streets(city, language))
    }

    /// What residents report; all classes where the city tells no demands apart.
    private static func demands(_ classes: [RequestClass]) -> [RequestClass] {
        let demands = classes.filter { $0.kind == .demand }
        return demands.isEmpty ? classes : demands
    }

    /// The states of all procedures; those of one name are one choice.
    private static func states(_ city: City, _ language: Language, isEnded: Bool) -> [Fields.Option] {
        var options: [Fields.Option] = []
        for workflow in city.workflows.values.sorted(by: { $0.name < $1.name }) {
            for state in workflow.states where (state.end != nil) == isEnded {
                let title = Words.state(state.title, language)
                guard let index = options.firstIndex(where: { $0.value == state.name.rawValue }) else {
                    options.append(.init(state.name.rawValue, title))
                    continue
                }
                if options[index].label != title { options[index].label += " / \(title)" }
            }
        }
        return options
    }

    private static func publicClasses(_ city: City, _ language: Language) -> [Fields.Option] {
        let titles = Dictionary(
            city.classes.majors.map { ([$0.kind.rawValue, $0.key], $0.name[language]) }, uniquingKeysWith: { first, _ in first })
        return demands(city.classes.all.filter(\.isPublic)).map { requestClass in
            Fields.Option(
                requestClass.code.rawValue, requestClass.name[language],
                group: titles[[requestClass.kind.rawValue, requestClass.major]])
        }
    }

    private static func streets(_ city: City, _ language: Language) -> [Fields.Option] {
        city.territory.areas(at: .street).map { street in
            Fields.Option(
                street.code.rawValue, street.name[language],
                group: street.parent.flatMap { city.territory.name(of: $0)?[language] })
        }
    }
}
