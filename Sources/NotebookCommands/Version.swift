/// The version of the program, which reports carry.
let version = "0.1.0"
