/// What a user has left of their quota, and of the rates of their polls.
final class UserHolder {
  var allowance = Allowance()
  var polls = ClientRates()
}
