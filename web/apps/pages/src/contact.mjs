/** The choice board's page, made at build time from the texts of one language; what is true just now is filled in by `contact.ts`. */

const PAGES = { et: ['/contact', 'Eesti'], ru: ['/contact/ru.html', 'Русский'], en: ['/contact/en.html', 'English'] };

const escape = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`);

/** The whole page in a language (`et`, `ru`, `en`). */
export function contactPage(language, texts) {
  const t = Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, escape(text)]));
  const languages = Object.entries(PAGES)
    .map(
      ([code, [path, name]]) =>
        `<a href="${path}?language=${code}" lang="${code}" hreflang="${code}"${code === language ? ' aria-current="page"' : ''}>${name}</a>`,
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
    <link rel="stylesheet" href="../src/contact.css" />
    <script type="module" src="../src/contact.ts"></script>
  </head>
  <body>
    <header>
      <p id="operator" class="operator"></p>
      <nav aria-label="${t.language}">${languages}</nav>
    </header>
    <main>
      <h1>${t.title}</h1>
      <p class="muted">${t.lead}</p>
      <p id="carried" class="carried" hidden>${t.carried}</p>
      <p id="state" role="status" class="muted"></p>
      <noscript><p>${t.script} <a href="/chat?language=${language}">${t.open_chat}</a></p></noscript>
      <ul id="ways" aria-label="${t.ways}"></ul>
      <section id="callback" aria-labelledby="form-title" hidden>
        <h2 id="form-title" tabindex="-1">${t.form}</h2>
        <form novalidate>
          <label>${t.phone}
            <input name="phone" type="tel" autocomplete="tel" maxlength="40" required aria-describedby="hint wrong" />
          </label>
          <small id="hint" class="muted">${t.phone_hint}</small>
          <small id="wrong" role="alert" class="wrong"></small>
          <label>${t.when}<select name="slot"></select></label>
          <label><span>${t.name} <small class="muted">(${t.optional})</small></span>
            <input name="name" autocomplete="name" maxlength="200" />
          </label>
          <label><span>${t.about} <small class="muted">(${t.optional})</small></span>
            <textarea name="about" rows="3" maxlength="2000"></textarea>
          </label>
          <button type="submit">${t.send}</button>
        </form>
        <p id="promised" role="status"></p>
      </section>
    </main>
  </body>
</html>
`;
}
