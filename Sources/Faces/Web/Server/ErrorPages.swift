internal import Cases
internal import City
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import Workflows

/// The one place that turns errors into answers. What went wrong inside is logged, never shown.
struct ErrorPages: RouterMiddleware {
    typealias Context = BasicRequestContext
    let face: WebFace

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let redirect as Redirect {
            return face.redirect(to: redirect.route.path)
        } catch let refusal as CaseRefusal {
            return await page(request, .refused, refusal.message, status: refusal.status)
        } catch is NotFound {
            return await page(request, .notFound, nil, status: .notFound)
        } catch let form as BadForm {
            return await page(request, .refused, nil, status: form.status)
        } catch let error as HTTPError where error.status == .notFound {
            return await page(request, .notFound, nil, status: .notFound)
        } catch let error as HTTPError {
            return await page(request, .refused, nil, status: error.status)
        } catch {
            context.logger.error("\(request.method) \(request.uri.path): \(error)")
            return await page(request, .somethingWrong, nil, status: .internalServerError)
        }
    }

    private func page(
        _ request: Request, _ title: Phrase, _ message: Bilingual?, status: HTTPResponse.Status
    ) async -> Response {
        let visit: Visit
        do { visit = try await face.visit(request) } catch {
            visit = Visit(
                reader: Reader(language: face.city.settings.language, cityName: face.city.name), account: nil,
                query: FormFields())
        }
        let page = MessagePage.html(
            for: visit.reader, title: title, message: message?[visit.reader.language],
            back: visit.account == nil ? .home : .desk)
        return face.respond(page, to: visit, status: status)
    }
}

extension CaseRefusal {
    var status: HTTPResponse.Status {
        switch code {
        case .conflict, .keyReused: .conflict
        case .unknownCase: .notFound
        case .workflow(.notPermitted): .forbidden
        default: .unprocessableContent
        }
    }
}
