// Light or dark: as the system says until the reader chooses. Runs before the first paint, as a classic script.
(function () {
  var page = document.documentElement;
  var key = "theme";
  var next = { auto: "dark", dark: "light", light: "auto" };
  var names = { auto: "随系统", dark: "深色", light: "浅色" };

  function chosen() {
    try {
      var value = localStorage.getItem(key);
      return value in names ? value : "auto";
    } catch (forbidden) {
      return page.dataset.theme || "auto";
    }
  }

  function choose(value) {
    page.dataset.theme = value;
    try {
      if (value === "auto") localStorage.removeItem(key);
      else localStorage.setItem(key, value);
    } catch (forbidden) {
      // The choice then lasts until the page is left.
    }
  }

  page.dataset.theme = chosen();
  // Browsers without modules run none of the other scripts and get the page for paper and old terminals.
  if ("noModule" in HTMLScriptElement.prototype) page.className = page.className.replace("no-js", "js");

  document.addEventListener("DOMContentLoaded", function () {
    var button = document.querySelector("[data-theme-button]");
    function name() {
      button.textContent = "外观：" + names[page.dataset.theme];
    }
    button.hidden = false;
    button.addEventListener("click", function () {
      choose(next[page.dataset.theme]);
      name();
    });
    name();
  });
})();
