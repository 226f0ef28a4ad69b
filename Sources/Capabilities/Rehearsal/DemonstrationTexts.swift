internal import City
internal import Ground

/// Invented words of the demonstration: no person, no real address.
enum DemonstrationTexts {
    private static let openings = ["路口", "小区门口", "菜市场旁边", "学校附近", "公交站旁", "楼下", "人行道上", "停车场里"]
    private static let endings = ["，请尽快处理。", "，已经好几天了。", "，老人小孩经过不安全。", "，影响出行。", "，麻烦来看一下。"]

    static func demand(_ requestClass: RequestClass, _ random: inout SeededRandom) -> String {
        openings[random.below(openings.count)] + "：" + requestClass.name.zh + endings[random.below(endings.count)]
    }

    static func address(_ random: inout SeededRandom) -> String {
        "示例路\(1 + random.below(200))号"
    }
}
