internal import Accounts
internal import Cases
internal import City
internal import Geography
internal import Hummingbird
internal import Store
internal import Workflows

/// What residents do: report, follow, rate.
extension WebFace {
    func home(_ request: Request) async throws -> Response {
        let visit = try await visit(request)
        return respond(HomePage.html(for: visit.reader), to: visit)
    }

    func reportForm(_ request: Request) async throws -> Response {
        let visit = try await visit(request)
        return respond(reportPage(visit).html(for: visit.reader), to: visit)
    }

    func report(_ request: Request) async throws -> Response {
        let visit = try await visit(request)
        let form = try await form(request)
        let command = ReportDemand(
            key: form.fields["key"] ?? Session.makeToken(), text: form.fields["text"] ?? "",
            requestClass: form.fields["class"].map { ClassCode($0) }, area: form.fields["area"].map { AreaCode($0) },
            position: position(form.fields), address: form.fields["address"], photos: try await storePhotos(form),
            contact: Contact(
                name: form.fields["contact-name"], phone: form.fields["contact-phone"], email: form.fields["contact-email"]))
        do {
            let answer = try await office.report(command, by: visit.requester)
            return redirect(to: Route.tracked(reference: answer.reference, tracking: answer.tracking).path + "?new=1")
        } catch let refusal as CaseRefusal {
            let page = reportPage(visit, entered: form.fields, complaint: refusal.message[visit.reader.language])
            return respond(page.html(for: visit.reader), to: visit, status: refusal.status)
        }
    }

    private func position(_ fields: FormFields) -> Coordinate? {
        guard let longitude = fields["longitude"].flatMap(Double.init), let latitude = fields["latitude"].flatMap(Double.init)
        else { return nil }
        return Coordinate(longitude: longitude, latitude: latitude)
    }

    private func reportPage(_ visit: Visit, entered: FormFields = FormFields(), complaint: String? = nil) -> ReportPage {
        let language = visit.reader.language
        let majors = Dictionary(
            city.classes.majors.map { ("\($0.kind.rawValue)/\($0.key)", $0.name) }, uniquingKeysWith: { first, _ in first })
        let plain = city.classes.all.filter { $0.kind == .demand }
        let classes = (plain.isEmpty ? city.classes.all : plain).map { requestClass in
            ReportPage.ClassOption(
                code: requestClass.code.rawValue,
                major: majors["\(requestClass.kind.rawValue)/\(requestClass.major)"]?[language] ?? requestClass.major,
                name: requestClass.name[language])
        }
        let areas = city.territory.areas(at: .street).map { street in
            ReportPage.AreaOption(
                code: street.code.rawValue,
                county: street.parent.flatMap { city.territory.area($0)?.name[language] } ?? "", name: street.name[language])
        }
        return ReportPage(
            classes: classes, areas: areas, key: Session.makeToken(), entered: entered, complaint: complaint)
    }

    func trackForm(_ request: Request) async throws -> Response {
        let visit = try await visit(request)
        return respond(TrackPage.html(for: visit.reader), to: visit)
    }

    func track(_ request: Request) async throws -> Response {
        let visit = try await visit(request)
        let fields = try await form(request).fields
        let reference = (fields["reference"] ?? "").uppercased()
        let tracking = (fields["tracking"] ?? "").uppercased()
        let found = try await store.read { try CaseLookup.id(reference: reference, tracking: tracking, on: $0) }
        guard found != nil else {
            return respond(
                TrackPage.html(for: visit.reader, reference: reference, isUnknown: true), to: visit, status: .notFound)
        }
        return redirect(to: Route.tracked(reference: reference, tracking: tracking).path)
    }

    func tracked(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let visit = try await visit(request)
        let (id, tracking) = try await trackedCase(context)
        return try await trackedPage(id, tracking, visit, isNew: visit.query["new"] != nil, complaint: nil)
    }

    func trackedAction(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let visit = try await visit(request)
        let (id, tracking) = try await trackedCase(context)
        let form = try await form(request)
        do {
            let command = try await takeAction(form, on: id)
            let answer = try await office.perform(command, by: .tracking(tracking))
            return redirect(to: Route.tracked(reference: answer.reference, tracking: answer.tracking).path)
        } catch let refusal as CaseRefusal {
            return try await trackedPage(id, tracking, visit, isNew: false, complaint: refusal)
        }
    }

    private func trackedCase(_ context: BasicRequestContext) async throws -> (CaseID, String) {
        let reference = PercentCoding.decode(context.parameters.get("reference") ?? "", plusIsSpace: false)
        let tracking = PercentCoding.decode(context.parameters.get("tracking") ?? "", plusIsSpace: false)
        guard let id = try await store.read({ try CaseLookup.id(reference: reference, tracking: tracking, on: $0) }) else {
            throw NotFound()
        }
        return (id, tracking)
    }

    private func trackedPage(
        _ id: CaseID, _ tracking: String, _ visit: Visit, isNew: Bool, complaint: CaseRefusal?
    ) async throws -> Response {
        let (view, looks) = try await store.read { connection in
            let looks = try Contact.looks(at: id.rawValue, on: connection).map { look in
                let posts = try AccountDirectory.posts(of: look.account, on: connection)
                let title = posts.first.flatMap { city.posts.post($0.kind)?.title } ?? Bilingual(zh: "–", en: "–")
                return (at: look, title: title)
            }
            return (try office.view(id, on: connection), looks)
        }
        let page = TrackedPage(
            view: view, city: city, permitted: office.permitted(.tracking(tracking), on: view.file, at: now()), looks: looks,
            key: Session.makeToken(), isNew: isNew, complaint: complaint.map { self.complaint($0, visit) })
        return respond(page.html(for: visit.reader), to: visit, status: complaint?.status ?? .ok)
    }

    func complaint(_ refusal: CaseRefusal, _ visit: Visit) -> (title: Phrase, message: String) {
        if case .conflict = refusal.code { return (.conflict, refusal.message[visit.reader.language]) }
        return (.refused, refusal.message[visit.reader.language])
    }
}
