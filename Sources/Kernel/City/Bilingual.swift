/// The languages of the product.
package enum Language: String, Sendable, Hashable, Codable, CaseIterable {
    case zh, en
}

/// A text in both languages.
package struct Bilingual: Sendable, Hashable, Codable {
    package var zh: String
    package var en: String

    package init(zh: String, en: String) {
        self.zh = zh
        self.en = en
    }

    package subscript(language: Language) -> String {
        switch language {
        case .zh: zh
        case .en: en
        }
    }
}
