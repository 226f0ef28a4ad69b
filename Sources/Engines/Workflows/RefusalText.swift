internal import Ground

/// The sentences of refusals, for a clerk to read: what is wrong, and where it helps what to do.
enum RefusalText {
    static func unknownAction(_ name: ActionName) -> Label {
        Label(zh: "本流程没有“\(name)”这项操作。", en: "This procedure has no action “\(name)”.")
    }

    static let alreadyReported = Label(zh: "案件已经上报。", en: "The case is already reported.")

    static func wrongState(_ action: Workflow.Action, _ state: Label?) -> Label {
        Label(
            zh: "案件处于“\(state?.zh ?? "")”，不能“\(action.title.zh)”。",
            en: "“\(action.title.en)” is not possible while the case stands at “\(state?.en ?? "")”.")
    }

    static let ended = Label(zh: "案件已经办结。", en: "The case has ended.")
    static let notEnded = Label(zh: "案件尚未办结，或本流程不允许重办。", en: "Only an ended case can be reopened, where the procedure allows it.")

    static func notPermitted(_ action: Workflow.Action) -> Label {
        Label(
            zh: "您的岗位不能对本案进行“\(action.title.zh)”。",
            en: "None of your posts may take the action “\(action.title.en)” on this case.")
    }

    static func partsMustDiffer(_ part: Workflow.Part) -> Label {
        switch part {
        case .finder: Label(zh: "您是本案的发现人，须由他人办理。", en: "You reported this case; somebody else must do this.")
        case .handler: Label(zh: "您是本案的处置人，须由他人办理。", en: "You worked on this case; somebody else must do this.")
        case .dispatcher: Label(zh: "您是本案的派遣人，须由他人办理。", en: "You dispatched this case; somebody else must do this.")
        case .verifier: Label(zh: "您是本案的核查人，须由他人办理。", en: "You verified this case; somebody else must do this.")
        }
    }

    static func missing(_ needs: [Workflow.Requirement]) -> Label {
        Label(
            zh: "还缺：\(needs.map(\.label.zh).joined(separator: "、"))。",
            en: "Still missing: \(needs.map(\.label.en).joined(separator: ", ")).")
    }

    static func unknownOrder(_ number: Int) -> Label {
        Label(zh: "本案没有第\(number)号工单。", en: "The case has no work order \(number).")
    }

    static let orderMissing = Label(zh: "请指明是哪一张工单。", en: "Say which work order is meant.")

    static func orderNotOpen(_ order: WorkOrder) -> Label {
        let stage =
            switch order.progress {
            case .called: Label(zh: "待报到", en: "called")
            case .working: Label(zh: "处置中", en: "being worked on")
            case .done: Label(zh: "已处置", en: "done")
            case .accepted: Label(zh: "已核查通过", en: "accepted")
            case .declined: Label(zh: "已退回", en: "declined")
            case .cancelled: Label(zh: "已撤回", en: "cancelled")
            }
        return Label(
            zh: "第\(order.number)号工单\(stage.zh)，不能这样操作。", en: "Work order \(order.number) is \(stage.en); this is not possible.")
    }

    static func orderIsBinding(_ order: WorkOrder) -> Label {
        Label(
            zh: "第\(order.number)号工单由上级指定，不能退回。",
            en: "Work order \(order.number) was assigned by the level above and cannot be declined.")
    }

    static let nothingDone = Label(zh: "没有已处置的工单可以退回。", en: "No work order is done that could be sent back.")

    static func openOrders(_ state: CaseState) -> Label {
        let open = state.currentOrders.filter(\.progress.isOpen)
        let numbers = open.map { "\($0.number)" }
        return Label(
            zh: "还有未完成的工单：\(numbers.joined(separator: "、"))号。", en: "Work orders are still open: \(numbers.joined(separator: ", ")).")
    }

    static func tooManyOrders(_ most: Int) -> Label {
        Label(zh: "一案最多同时派给\(most)个单位。", en: "At most \(most) departments can be called to one case.")
    }

    static func alreadyCalled(_ organisation: String) -> Label {
        Label(zh: "单位“\(organisation)”已在本案中。", en: "The department “\(organisation)” is already called to this case.")
    }

    static func needsBindingAssignment(_ declines: Int) -> Label {
        Label(
            zh: "已被退回\(declines)次，须由上级指定承办单位。",
            en: "Departments have declined \(declines) times; now only the level above can assign.")
    }

    static func reopenLimit(_ most: Int) -> Label {
        Label(zh: "本案已重办\(most)次，不能再重办。", en: "The case was reopened \(most) times already, which is the most allowed.")
    }

    static func reopenTooLate(_ within: Allowance) -> Label {
        Label(zh: "已超过重办期限（\(words(within))）。", en: "Reopening was possible within \(within) of the end.")
    }

    static func ratingOutOfRange(_ scale: Int) -> Label {
        Label(zh: "评价须为1至\(scale)。", en: "The rating must be 1 to \(scale).")
    }

    static let alreadyPaused = Label(zh: "案件已经挂起。", en: "The case is already paused.")
    static let notPaused = Label(zh: "案件没有挂起。", en: "The case is not paused.")

    static func unknownReason(_ known: [Workflow.Reason]) -> Label {
        Label(
            zh: "请从下列理由中选择：\(known.map(\.title.zh).joined(separator: "、"))。",
            en: "Pick one of these reasons: \(known.map(\.title.en).joined(separator: ", ")).")
    }

    static let highestLevel = Label(zh: "案件已在最高层级。", en: "The case already stands at the highest level.")
    static let noOrderRules = Label(zh: "本流程不派工单。", en: "This procedure has no work orders.")
    static let noRatingRules = Label(zh: "本流程没有评价。", en: "This procedure has no rating.")
    static let oneDepartment = Label(zh: "只能选择一个单位；多个单位请用“吹哨”。", en: "Pick one department; for several, blow the whistle.")

    static func leadNotCalled(_ lead: String) -> Label {
        Label(zh: "牵头单位“\(lead)”不在所选单位中。", en: "The lead “\(lead)” is not among the departments called.")
    }

    static func leadExists(_ lead: String) -> Label {
        Label(zh: "已由“\(lead)”牵头。", en: "“\(lead)” already leads this case.")
    }

    static let timeRunsBackwards = Label(
        zh: "时间早于案件的最后一条记录。", en: "The time is before the last event of the case.")

    static func unknownClock(_ number: Int) -> Label {
        Label(zh: "本案没有第\(number)号计时。", en: "The case has no clock \(number).")
    }

    static func clockNotDue(_ clock: Workflow.Clock) -> Label {
        Label(zh: "“\(clock.title.zh)”计时没有到期。", en: "The clock “\(clock.title.en)” is not due.")
    }

    static func words(_ allowance: Allowance) -> String {
        switch allowance {
        case .workingMinutes(let minutes) where minutes % 60 == 0: "\(minutes / 60)个工作时"
        case .workingMinutes(let minutes): "\(minutes)个工作分钟"
        case .workingDays(let days): "\(days)个工作日"
        case .clockMinutes(let minutes) where minutes % 1440 == 0: "\(minutes / 1440)天"
        case .clockMinutes(let minutes) where minutes % 60 == 0: "\(minutes / 60)小时"
        case .clockMinutes(let minutes): "\(minutes)分钟"
        }
    }
}

extension Refusal {
    init(_ code: Code, _ action: Workflow.Action, _ message: Label) {
        self.init(code, action: action.name, message: message)
    }
}
