/// How long a test waits for what has to come, in seconds. Only a failing test waits so long: beside other suites a test
/// takes several times what it takes alone, and that says nothing about what it tests.
package let testTimeout: Double = 120
