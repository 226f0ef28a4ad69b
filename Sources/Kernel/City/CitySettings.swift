/// What a city sets besides its lists.
package struct CitySettings: Sendable, Hashable {
    /// The shares of the three rates in their combined value, in percent; together 100.
    package struct RateWeights: Sendable, Hashable {
        package var response: Double
        package var resolution: Double
        package var satisfaction: Double

        package init(response: Double, resolution: Double, satisfaction: Double) {
            self.response = response
            self.resolution = resolution
            self.satisfaction = satisfaction
        }
    }

    /// In which datum the city's maps are drawn; positions are kept in WGS 84.
    package enum MapDatum: String, Sendable, Hashable, CaseIterable {
        case wgs84
        case cgcs2000
        case gcj02
    }

    /// A level of the territory as this city uses it.
    package struct Level: Sendable, Hashable {
        package var level: AreaLevel
        package var title: Bilingual
        /// The levels under which an area of this level may stand.
        package var under: [AreaLevel]

        package init(level: AreaLevel, title: Bilingual, under: [AreaLevel]) {
            self.level = level
            self.title = title
            self.under = under
        }
    }

    package var rates: RateWeights
    /// Within how many metres an open case of the same class may be the same.
    package var duplicateRadius: Double
    /// For how many days back such cases are looked for.
    package var duplicateDays: Int
    /// How many days after the end of a case the contact data of its reporter is erased.
    package var contactRetentionDays: Int
    package var datum: MapDatum
    /// The address of map tiles; none by default.
    package var tiles: String?
    /// What every map must say, such as that its cells are schematic.
    package var mapNotice: Bilingual?
    /// What the pages say about the city's data: sources, what is invented.
    package var notices: [Bilingual]
    /// The fields of work, by key, in the order of the file.
    package var fields: [String]
    package var fieldNames: [String: Bilingual]
    /// From the highest to the lowest.
    package var levels: [Level]
    /// The language of the pages for readers who ask for neither of ours.
    package var language = Language.zh
    /// Titles of levels that differ within an area.
    package var localTitles: [AreaCode: [AreaLevel: Bilingual]]

    package init(
        rates: RateWeights = RateWeights(response: 10, resolution: 45, satisfaction: 45),
        duplicateRadius: Double = 50, duplicateDays: Int = 84, contactRetentionDays: Int = 90, datum: MapDatum = .wgs84, tiles: String? = nil,
        mapNotice: Bilingual? = nil, notices: [Bilingual] = [], fields: [String] = [],
        fieldNames: [String: Bilingual] = [:], levels: [Level] = [],
        localTitles: [AreaCode: [AreaLevel: Bilingual]] = [:]
    ) {
        self.rates = rates
        self.duplicateRadius = duplicateRadius
        self.duplicateDays = duplicateDays
        self.contactRetentionDays = contactRetentionDays
        self.datum = datum
        self.tiles = tiles
        self.mapNotice = mapNotice
        self.notices = notices
        self.fields = fields
        self.fieldNames = fieldNames
        self.levels = levels
        self.localTitles = localTitles
    }
}
