@main
struct FormsBenchmark {
    static func main() {}
}
