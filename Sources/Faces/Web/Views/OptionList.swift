/// The options of a choice, written out. Which of them is chosen is marked when the list is put into a page, so that a list can be
/// made once and stand in many pages.
struct OptionList: Sendable {
    private(set) var markup = HTML()
    /// Where in the markup the start tag of each option ends, but for its last sign.
    private var places: [(value: String, place: Int)] = []

    /// Options that follow each other in the same group stand together.
    init(_ options: [Fields.Option]) {
        places.reserveCapacity(options.count)
        var group: String?
        for option in options {
            if option.group != group {
                if group != nil { markup += "</optgroup>" }
                group = option.group
                if let group { markup += "<optgroup label=\"\(group)\">" }
            }
            markup += "<option value=\"\(option.value)\""
            places.append((option.value, markup.bytes.count))
            markup += ">\(option.label)</option>"
        }
        if group != nil { markup += "</optgroup>" }
    }

    /// Where the mark of the chosen option goes; nil where no option has the value.
    func place(of value: String) -> Int? { places.first { $0.value == value }?.place }
}
