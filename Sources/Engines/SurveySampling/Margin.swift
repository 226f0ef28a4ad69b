public import Ground

extension SurveyDesign {
    /// Known counts of the population by the values of one column of the sample.
    public struct Margin: Sendable {
        public var name: String
        /// The value of each row of the sample.
        public var labels: [String]
        public var counts: [String: Double]
        /// Where the counts stand, for diagnostics.
        public var place: Place

        public init(name: String, labels: [String], counts: [String: Double], place: Place) {
            self.name = name
            self.labels = labels
            self.counts = counts
            self.place = place
        }

        /// Reads a margin from a table of two columns: the values, under the name of the sample's column, and their counts.
        public init(_ table: SurveyTable, sample: SurveyTable) throws(RejectedInput) {
            let header = table.csv.header
            guard header.count == 2 else {
                throw RejectedInput(
                    "a margin has two columns, this file \(header.count)", at: Place(table.csv.file, line: 1),
                    advice: "the first holds the values of a column of the sample, under its name, the second their counts")
            }
            let values = try table.texts(header[0])
            let numbers = try table.numbers(header[1])
            let labels = try sample.texts(header[0])
            var found = Diagnostics()
            var counts: [String: Double] = [:]
            for (row, value) in values.enumerated() {
                if counts.updateValue(numbers[row], forKey: value) != nil {
                    found.error("\u{201C}\(value)\u{201D} stands twice", at: table.place(row))
                }
                if !(numbers[row] > 0) {
                    found.error("the count of \u{201C}\(value)\u{201D} is not above zero", at: table.place(row))
                }
            }
            if found.hasErrors { throw RejectedInput(found) }
            self.init(name: header[0], labels: labels, counts: counts, place: Place(table.csv.file))
        }
    }
}
