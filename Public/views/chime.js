/** After this the tones have died away. Milliseconds. */
const length = 1_000;

/** Two soft tones, made here: nothing has to be loaded. */
export function chime() {
  const audio = new AudioContext();
  for (const [index, frequency] of [660, 880].entries()) tone(audio, frequency, audio.currentTime + index * 0.12);
  // An open one keeps the machine awake. One that may not play has no end of its tones to wait for.
  setTimeout(() => audio.close(), length);
}

/** @param {AudioContext} audio */
function tone(audio, frequency, start) {
  const oscillator = audio.createOscillator();
  const volume = audio.createGain();
  oscillator.frequency.value = frequency;
  volume.gain.setValueAtTime(0.08, start);
  volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.35);
  oscillator.connect(volume).connect(audio.destination);
  oscillator.start(start);
  oscillator.stop(start + 0.4);
}
