// The theme of the page: light, dark, or what the system prefers.

/** The theme that a choice means: itself, or what the system prefers. */
export function resolvedTheme(choice, prefersDark) {
  if (choice === "light" || choice === "dark") return choice;
  return prefersDark ? "dark" : "light";
}

// `data-theme` on the root carries the theme; `mapapp:theme` tells those who paint on canvas. Paper is light.
export function keepTheme(store) {
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const apply = (theme) => {
    if (document.documentElement.dataset.theme === theme) return;
    document.documentElement.dataset.theme = theme;
    document.dispatchEvent(new CustomEvent("mapapp:theme", { detail: theme }));
  };
  const draw = () => apply(resolvedTheme(store.view.theme, system.matches));
  system.addEventListener("change", draw);
  window.addEventListener("beforeprint", () => apply("light"));
  window.addEventListener("afterprint", draw);
  store.subscribe((view, result, keys) => {
    if (keys.has("theme")) draw();
  });
  draw();
}
