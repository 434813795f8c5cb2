/** The frame of a page for customers in one language, made at build time: what it is called, how it looks, and the other languages. */

const NAMES = { et: 'Eesti', ru: 'Русский', en: 'English' };

export const escape = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`);

/** Where the page `name` is in a language: Estonian has the bare address. */
const place = (name, language) => (language === 'et' ? `/${name}` : `/${name}/${language}.html`);

/** `main`: given the escaped texts, what the page says. Its styles and its script are `src/NAME.css` and `src/NAME.ts`. */
export function page(name, language, texts, main) {
  const t = Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, escape(text)]));
  const languages = Object.entries(NAMES)
    .map(
      ([code, called]) =>
        `<a href="${place(name, code)}?language=${code}" lang="${code}" hreflang="${code}"${code === language ? ' aria-current="page"' : ''}>${called}</a>`,
    )
    .join('');
  return `<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="referrer" content="no-referrer" />
    <title>${t.title}</title>
    <link rel="icon" type="image/svg+xml" href="../src/icon.svg" />
    <link rel="stylesheet" href="../src/${name}.css" />
    <script type="module" src="../src/${name}.ts"></script>
  </head>
  <body>
    <header>
      <p id="operator" class="operator"></p>
      <nav aria-label="${t.language}">${languages}</nav>
    </header>
    <main>
      <h1>${t.title}</h1>
      <p class="muted">${t.lead}</p>
      ${main(t).trim()}
    </main>
  </body>
</html>
`;
}
