extension PlainWords {
    /// How the winners were found, in a few sentences that hold for the whole result.
    public var method: String {
        var sentences: [String] =
            switch outcome.rule.method {
            case .equalShares: sharesMethod
            case .greedy: greedyMethod
            case .phragmen:
                [
                    say(
                        "每个入选项目的造价成为其支持者的负担，同一项目的支持者负担相同。每轮选出使其支持者负担最轻的项目。",
                        "The cost of a winner becomes a burden of its supporters, who all carry the same. Each round takes the project "
                            + "whose supporters would carry least."),
                    say("轮到的项目付不起时，计票即告结束。", "The count ends when the project whose turn it is does not fit."),
                ]
            case .maximin:
                [
                    say(
                        "每轮选出这样的项目：把所有入选项目的造价尽量均摊给支持者，负担最重的人负担最轻。",
                        "Each round takes the project with which the costs of all winners can be spread over their supporters most "
                            + "evenly: the one who carries most carries least."),
                    say("付不起的项目退出。", "Projects that no longer fit drop out."),
                ]
            }
        if outcome.rule.thenGreedy {
            sentences.append(say("最后，剩下的钱按票数使用。", "In the end what is left is spent by votes."))
        }
        return sentences.joined(separator: language == .zh ? "" : " ")
    }

    private var sharesMethod: [String] {
        let isByPoints = outcome.rule.utility.usesPoints && (election.voteType == .ordinal || election.voteType.carriesPoints)
        var sentences = [
            say(
                "预算平均分给每位投票人。支持者能用自己的份额凑齐造价的项目才能入选；"
                    + (isByPoints ? "他们按所给分数的比例付款" : "他们付同样多") + "，剩得不够的人付出剩下的全部。",
                "The budget is divided equally among the voters. A project wins when its supporters can raise its cost from their "
                    + "shares; they pay \(isByPoints ? "in proportion to the points they gave" : "alike"), and who has less left gives "
                    + "all of it."),
            say(
                "每人付得相对最少的项目先入选。",
                "The project that asks least of each supporter, measured by what it is worth, comes first."),
            say(
                "所以决定结果的不只是票数，而是支持者手里还剩多少钱：如果他们的钱已经用在别的入选项目上，票多也不够。",
                "So votes alone do not decide, but the money that supporters still have: many votes are not enough where the same "
                    + "voters have already paid for other winners."),
        ]
        if outcome.rule.completion != .none, outcome.increment > 0 {
            sentences.append(
                say(
                    "为了用好预算，份额逐步增加，每一步都重新计票，只要总造价不超过预算。",
                    "To use the budget well the shares grow step by step, each time with a complete new count, as long as the winners "
                        + "together stay within the budget."))
        }
        return sentences
    }

    private var greedyMethod: [String] {
        let order =
            outcome.rule.utility.growsWithCost
            ? say("项目按票数排队，依次入选。", "Projects stand in the order of votes and are taken one by one.")
            : say(
                "项目按每单位造价所得的票数排队，依次入选。",
                "Projects stand in the order of votes for each unit of cost and are taken one by one.")
        let end =
            outcome.rule.skips
            ? say("剩下的钱不够付的跳过。", "One that the money left does not cover is passed over.")
            : say("遇到剩下的钱不够付的就结束。", "The first that the money left does not cover ends the count.")
        return [order, end]
    }

    private func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
}
