/** Colours, sizes and fonts are variables; parts can be styled from outside. */
export const STYLES = `
:host { --_a: var(--webrerank-accent, light-dark(#0b57d0, #a8c7fa)); --_bg: var(--webrerank-background, light-dark(#fff, #1b1b1f));
  --_fg: var(--webrerank-text, light-dark(#1b1b1f, #e6e6ea)); --_soft: var(--webrerank-muted, light-dark(#55555f, #b4b4bf));
  --_line: var(--webrerank-border, light-dark(#8a8a94, #74747f)); --_on: var(--webrerank-active, light-dark(#e8f0fe, #2c3a52));
  --_mark: var(--webrerank-mark, light-dark(#fff0b3, #5c4a00)); --_r: var(--webrerank-radius, 10px);
  display: block; position: relative; color-scheme: inherit; font: var(--webrerank-font, 16px/1.45 system-ui, sans-serif); max-inline-size: 40rem; }
:host([hidden]) { display: none }
* { box-sizing: border-box }
.box { display: flex; align-items: center; gap: .5rem; border: 1px solid var(--_line); border-radius: var(--_r); background: var(--_bg);
  color: var(--_fg); padding-inline: .8rem; }
.box:focus-within { outline: 2px solid var(--_a); outline-offset: 1px }
svg { inline-size: 1.1em; block-size: 1.1em; flex: none; color: var(--_soft) }
input { flex: 1; min-inline-size: 0; border: 0; outline: 0; background: none; color: inherit; font: inherit; padding-block: .65rem }
input::placeholder { color: var(--_soft); opacity: 1 }
kbd { font: 12px system-ui, sans-serif; color: var(--_soft); border: 1px solid var(--_line); border-radius: 5px; padding: .1rem .4rem }
.panel { position: absolute; z-index: 1000; inset-inline: 0; inset-block-start: calc(100% + 6px); max-block-size: min(32rem, 75vh);
  display: flex; flex-direction: column; overflow: hidden; background: var(--_bg); color: var(--_fg); border: 1px solid var(--_line);
  border-radius: var(--_r); box-shadow: 0 8px 30px #0003; padding: .35rem }
[hidden] { display: none !important }
.list { margin: 0; padding: 0; list-style: none; overflow: auto; overscroll-behavior: contain }
.option { padding: .55rem .7rem; border-radius: calc(var(--_r) - 3px); cursor: pointer; overflow-wrap: anywhere; scroll-margin: .5rem }
.option:hover, .option[aria-selected=true] { background: var(--_on) }
.option[aria-selected=true] { outline: 2px solid var(--_a); outline-offset: -2px }
.option.sub { margin-inline-start: .9rem; padding-block: .3rem; border-inline-start: 2px solid var(--_line); border-radius: 0; font-size: .9em }
.title { display: block; font-weight: 600 }
.title, .excerpt, .crumbs { text-align: -webkit-match-parent; text-align: match-parent }
.sub .title { font-weight: 500 }
.excerpt { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; min-block-size: 2.9em; color: var(--_soft); font-size: .9em }
mark { background: var(--_mark); color: var(--_fg); border-radius: 3px }
.word { font-weight: 700; color: var(--_fg) }
.title .word { text-decoration: underline; text-decoration-color: var(--_a); text-decoration-thickness: 2px; text-underline-offset: 3px; font-weight: inherit }
.related { text-decoration: underline dotted; text-decoration-color: var(--_soft); text-underline-offset: 3px; color: var(--_fg) }
.crumbs { display: block; color: var(--_soft); font-size: .8em }
.recent .title { font-weight: 400 }
.row { display: flex; flex-wrap: wrap; align-items: center; gap: .3rem .8rem; margin: 0; padding: .4rem .7rem; color: var(--_soft); font-size: .88em; min-block-size: 2.4rem; flex: none }
button.clear { border: 0; color: var(--_soft); font-size: 1.3em; line-height: 1; padding: .2rem .45rem; min-inline-size: 1.75rem }
button.close { display: none }
.foot { flex: none; display: flex; flex-wrap: wrap; justify-content: space-between; align-items: start; gap: .2rem 1rem; padding: .45rem .7rem .2rem; margin-block-start: .2rem;
  border-block-start: 1px solid color-mix(in srgb, var(--_line) 40%, transparent); color: var(--_soft); font-size: .8em }
.foot details { flex: 1; min-inline-size: 11rem }
summary { cursor: pointer; inline-size: fit-content }
summary:focus-visible { outline: 2px solid var(--_a); outline-offset: 2px }
.foot p { margin: .3rem 0 }
slot { display: block; padding: 0 .7rem .5rem }
button { font: inherit; color: var(--_a); background: none; border: 1px solid currentColor; border-radius: 6px; padding: .2rem .6rem; min-block-size: 1.75rem; cursor: pointer }
button:focus-visible { outline: 2px solid var(--_a); outline-offset: 2px }
.bone { --_l: linear-gradient(var(--_on) 0 0) 0; block-size: 3.4rem; margin: .55rem .7rem; animation: pulse 1.4s infinite alternate;
  background: var(--_l) 0/45% 1rem no-repeat, var(--_l) 1.5rem/100% .75rem no-repeat, var(--_l) 2.6rem/80% .75rem no-repeat }
.bone:dir(rtl) { transform: scaleX(-1) }
@keyframes pulse { to { opacity: .4 } }
.live { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
@media (prefers-reduced-motion: reduce) { .bone { animation: none } }
@media (forced-colors: active) { .option[aria-selected=true] { outline-color: Highlight } mark { background: Mark; color: MarkText } }
@media (max-width: 30rem), (pointer: coarse) { kbd, .keys { display: none } }
@media (max-width: 30rem) {
  .shell.open { position: fixed; z-index: 2147483000; inset: 0; block-size: 100dvh; display: flex; flex-direction: column; gap: .5rem; padding: .5rem;
    background: var(--_bg); overscroll-behavior: contain }
  .shell.open .panel { position: static; flex: 1; min-block-size: 0; max-block-size: none; border: 0; box-shadow: none; padding: 0 }
  .shell.open .box { padding-inline-end: .3rem }
  .shell.open button.close { display: block; border: 0 }
}
`
