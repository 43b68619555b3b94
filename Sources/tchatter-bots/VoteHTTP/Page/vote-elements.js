// What the parts of the page are made of: elements, and what a vote came to in words.

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "class") made.className = value;
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

export function stepText(vote, value) {
  const label = vote.scale.find((step) => step.value === value)?.label;
  return label ? `${value} (${label})` : value;
}

/** What a round came to, in words. */
export function verdict(vote, result) {
  switch (result.agreement) {
    case "full": return `Consensus: ${stepText(vote, result.value)}`;
    case "most": return `Most say ${stepText(vote, result.value)}`;
    case "nobody": return "Nobody voted";
    default: return `No consensus, the middle is ${stepText(vote, result.median)}`;
  }
}
