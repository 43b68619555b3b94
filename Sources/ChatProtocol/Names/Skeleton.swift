// Foundation alone has compatibility normalisation (NFKC).
import Foundation

/// Reduces a name to what a hurried reader sees, after UTS #39 §4: compatibility forms, case and the letters that look
/// like others are folded away.
///
/// It errs on the side of refusing a name. The skeleton of an ASCII name never changes: fleets keep names by it, and two
/// versions run side by side during an update.
enum Skeleton {
  static func of(_ name: String) -> String {
    let letters = name.utf8.allSatisfy { $0 < 0x80 } ? Prototypes.of(name.lowercased()) : foldedByUnicode(name)
    return letters.replacing("rn", with: "m").replacing("vv", with: "w")
  }

  private static func foldedByUnicode(_ name: String) -> String {
    // Greek capitals look like other Latin letters than the small ones do: what reads as Latin as it stands is that.
    let asWritten = Prototypes.of(name.precomposedStringWithCanonicalMapping)
    if asWritten.utf8.allSatisfy({ $0 < 0x80 }) { return Prototypes.of(asWritten.lowercased()) }
    // Again NFKC, since lower case can decompose.
    let compatible = name.precomposedStringWithCompatibilityMapping.lowercased()
    let prototypes = Prototypes.of(compatible.precomposedStringWithCompatibilityMapping)
    // Again prototypes, since a letter and its mark, found apart, can now be one.
    return Prototypes.of(prototypes.precomposedStringWithCanonicalMapping)
  }
}
