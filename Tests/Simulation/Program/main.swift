import Foundation
import Simulation

// Lives through many schedules of the simulated fleet, or through one again.

exit(Run(arguments: CommandLine.arguments).report())
