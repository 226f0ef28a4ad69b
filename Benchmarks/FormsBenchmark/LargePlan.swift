/// A form of the size of the largest real one, out of conditions of the kinds that real forms have: 500 questions in groups of ten,
/// 400 of them under a condition, 42 calculations, 93 constraints, lists for the selects.
struct LargePlan {
    struct Question {
        enum Kind {
            case selectOne, selectMultiple, integer, decimal, calculate, text
        }

        var number: Int
        var kind: Kind
        var condition: String?
        var calculation: String?
        var isRequired = false
        var constraint: String?
        /// For a select, its list and perhaps which of the choices are shown.
        var list = 0
        var filter: String?

        var isSelect: Bool { kind == .selectOne || kind == .selectMultiple }
        var name: String { "q\(number)" }
        var group: Int { number / 10 }
    }

    static let count = 500
    static let conditions = 400
    static let lists = 40
    static let choices = ["no", "yes"] + (2..<8).map { "c\($0)" }

    let questions: [Question]

    /// - Parameter refer: how an expression names a question.
    init(refer: (Int) -> String) {
        var (conditioned, constraints, calculations) = (0, 0, 0)
        questions = (0..<Self.count).map { number in
            var question = Question(number: number, kind: Self.kind(number), list: number % Self.lists)
            // Four fifths stand under a condition, the first ten none.
            let isDue = Self.count - number <= Self.conditions - conditioned
            if number >= 10, isDue || (number % 5 != 0 && conditioned < Self.conditions) || number % 50 == 5 {
                question.condition = Self.condition(number, refer)
                conditioned += 1
            }
            if question.kind == .calculate, calculations < 42 {
                let (integer, decimal) = (refer(Self.earlier(number, .integer, 1)), refer(Self.earlier(number, .decimal, 1)))
                question.calculation = "round(\(integer) * 1.5 + coalesce(\(decimal), 0), 1)"
                calculations += 1
            } else {
                question.isRequired = number % 10 < 9
            }
            if question.kind == .integer || question.kind == .decimal, constraints < 93 {
                question.constraint = ". >= 0 and . <= 110"
                constraints += 1
            }
            if question.isSelect, number % 6 == 1 { question.filter = "kind = 1 or name = 'no'" }
            return question
        }
    }

    private static func kind(_ number: Int) -> Question.Kind {
        switch number % 10 {
        case 3: .selectMultiple
        case 0...5: .selectOne
        case 6: .integer
        case 7: .decimal
        case 8: .calculate
        default: .text
        }
    }

    /// An earlier question of a kind; the nearest before, so that chains of conditions arise as in real forms.
    private static func earlier(_ number: Int, _ kind: Question.Kind, _ distance: Int) -> Int {
        var at = max(0, number - distance)
        while at > 0, self.kind(at) != kind { at -= 1 }
        return at
    }

    private static func condition(_ number: Int, _ refer: (Int) -> String) -> String {
        let (near, far) = (refer(earlier(number, .selectOne, 1)), refer(earlier(number, .selectOne, 40)))
        let integer = refer(earlier(number, .integer, 3))
        switch number % 8 {
        case 0: return "selected(\(near), 'yes')"
        case 1: return "\(near) = 'no'"
        case 2: return "selected(\(near), 'yes') or selected(\(far), 'c2')"
        case 3: return "\(integer) > 18 and \(integer) < 60"
        case 4: return "not(selected(\(far), 'no'))"
        case 5: return "\(far) != '' and \(near) != 'c3'"
        case 6: return "count-selected(\(far)) >= 1"
        default: return "if(\(integer) > 50, \(near) = 'yes', \(far) = 'yes' or \(far) = 'c4')"
        }
    }
}
