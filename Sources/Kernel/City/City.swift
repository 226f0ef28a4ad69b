package import Geography
package import Workflows
package import WorkingTime

/// A city as its folder describes it. A plain value: a server that reloads the folder takes the new value.
package struct City: Sendable {
    /// A short word for addresses and databases, such as `kunming`.
    package var key: String
    package var name: Bilingual
    /// The name of the time zone, such as `Asia/Shanghai`.
    package var timeZone: String
    /// What case numbers begin with.
    package var referencePrefix: String
    package var settings: CitySettings
    package var territory: Territory
    package var organisations: Organisations
    package var posts: PostCatalogue
    package var classes: ClassDirectory
    package var routing: Routing
    package var duties: DutyCatalogue
    /// The newest version of each procedure, by name.
    package var workflows: [String: Workflow]
    /// The text of each procedure's file, by name: kept with the cases that run by it.
    package var workflowTexts: [String: String]
    package var calendar: WorkCalendar
    package var map: CityMap

    package init(
        key: String, name: Bilingual, timeZone: String, referencePrefix: String, settings: CitySettings,
        territory: Territory, organisations: Organisations, posts: PostCatalogue, classes: ClassDirectory,
        routing: Routing, duties: DutyCatalogue, workflows: [String: Workflow], workflowTexts: [String: String],
        calendar: WorkCalendar, map: CityMap = CityMap()
    ) {
        self.key = key
        self.name = name
        self.timeZone = timeZone
        self.referencePrefix = referencePrefix
        self.settings = settings
        self.territory = territory
        self.organisations = organisations
        self.posts = posts
        self.classes = classes
        self.routing = routing
        self.duties = duties
        self.workflows = workflows
        self.workflowTexts = workflowTexts
        self.calendar = calendar
        self.map = map
    }

    /// The finest area whose polygon contains a place; WGS 84.
    package func locate(_ place: Coordinate) -> AreaCode? { map.locate(place) }

    /// What a level is called, at a place or in the city at large.
    package func title(of level: AreaLevel, at area: AreaCode? = nil) -> Bilingual? {
        if let area {
            for code in territory.ancestors(of: area).reversed() {
                if let title = settings.localTitles[code]?[level] { return title }
            }
        }
        return settings.levels.first { $0.level == level }?.title
    }

    /// How many levels stand above one in this city.
    package func levelsAbove(_ level: AreaLevel) -> Int {
        settings.levels.count { $0.level < level }
    }
}
