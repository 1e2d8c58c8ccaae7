// Folds names as the store does, so that two letters find a name in whatever script and spelling it is written.

/** Letters that are more than a base letter with a mark, each followed by what it becomes. */
const OWN =
  "ªa µm ºo ßss æae ðd øo þth đdj ħh ıi ĳij ŀl· łl ŉʼn œoe ſs ǆdz ǉlj ǌnj ǣae ǳdz ǽae ǿo ͺ  ΐi άa έe ήi ίi ΰu αa βv γg δd " +
  "εe ζz ηi θth ιi κk λl μm νn ξx οo πp ρr ςs σs τt υu φf χch ψps ωo ϊi ϋu όo ύu ώo ϐv ϑth ϒΥ ϓΥ ϔΥ ϕf ϖp ϰk ϱr ϲs ϵe аa " +
  "бb вv гg дd еe жz зz иi йj кk лl мm нn оo пp рr сs тt уu фf хh цc чc шs щst ъa ыi ь эe юju яja ѐe ёe ђdj ѓgj єe ѕdz іi " +
  "їi јj љlj њnj ћc ќkj ѝi ўu џdz ";

const FOLDED = new Map(OWN.trim().split(" ").map((pair) => [pair[0], pair.slice(1)]));

/** The text in Latin letters, lower case, without marks; Cyrillic and Greek transcribed. */
export function fold(text) {
  const low = text.toLowerCase().normalize("NFC");
  const plain = Array.from(low, (letter) => FOLDED.get(letter) ?? letter.normalize("NFD").replace(/\p{M}/gu, ""));
  return Array.from(plain.join(""), (letter) => FOLDED.get(letter) ?? letter).join("").trim();
}
