/** A code for something new, made of its name: it is for ever, and nobody has to think of one. */
const CHARACTERS_MAX = 40;
const LATIN: Readonly<Record<string, string>> = {
  а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ё: 'e', ж: 'zh', з: 'z', и: 'i', й: 'i', к: 'k', л: 'l', м: 'm', н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u',
  ф: 'f', х: 'h', ц: 'c', ч: 'ch', ш: 'sh', щ: 'sch', ъ: '', ы: 'y', ь: '', э: 'e', ю: 'yu', я: 'ya', õ: 'o', ä: 'a', ö: 'o', ü: 'u', š: 's', ž: 'z',
};

/** `Arve on vale` → `arve_on_vale`; one that was ever taken has a number behind it. otherwise: of a name that gives no letter. */
export function codeFor(name: string, taken: (code: string) => boolean, otherwise = 'reason'): string {
  const letters = [...name.toLowerCase()].map((letter) => LATIN[letter] ?? letter).join('').normalize('NFD').replace(/[\u0300-\u036f]/g, '');
  const written = letters.replace(/[^a-z0-9]+/g, '_').replace(/^[_0-9]+|_+$/g, '').slice(0, CHARACTERS_MAX).replace(/_+$/, '') || otherwise;
  let code = written;
  for (let number = 2; taken(code); number += 1) code = `${written}_${number}`;
  return code;
}
