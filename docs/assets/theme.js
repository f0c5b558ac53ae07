// How the page looks: light or dark (as the system says until the reader chooses), large text, high contrast, and
// whether this is the terminal of a hall. Runs before the first paint, as a classic script that old browsers read too.
(function () {
  var page = document.documentElement;
  // The values of each look in the order its button goes through them. The first is the rule and is not kept.
  var looks = { theme: ["auto", "dark", "light"], size: ["normal", "large"], contrast: ["normal", "high"] };
  var names = { auto: "随系统", dark: "深色", light: "浅色" };

  function kept(look) {
    try {
      var value = localStorage.getItem(look);
      return looks[look].indexOf(value) < 0 ? looks[look][0] : value;
    } catch (forbidden) {
      return page.dataset[look] || looks[look][0];
    }
  }

  function choose(look, value) {
    page.dataset[look] = value;
    try {
      if (value === looks[look][0]) localStorage.removeItem(look);
      else localStorage.setItem(look, value);
    } catch (forbidden) {
      // The choice then lasts until the page is left.
    }
  }

  Object.keys(looks).forEach(function (look) {
    page.dataset[look] = kept(look);
  });
  // The offline copy can be built with the attribute; any page becomes a terminal's by ?kiosk in its address.
  if (/[?&]kiosk(?:[=&]|$)/.test(location.search)) page.dataset.kiosk = "";
  // Browsers without modules run none of the other scripts and get the page for paper and old terminals.
  if ("noModule" in HTMLScriptElement.prototype) page.className = page.className.replace("no-js", "js");

  document.addEventListener("DOMContentLoaded", function () {
    function name(button) {
      var value = page.dataset[button.dataset.look];
      if (button.dataset.look === "theme") button.lastChild.textContent = names[value];
      else button.setAttribute("aria-pressed", String(value !== "normal"));
    }
    var buttons = [].slice.call(document.querySelectorAll("[data-look]"));
    buttons.forEach(function (button) {
      var look = button.dataset.look;
      button.hidden = false;
      button.addEventListener("click", function () {
        var values = looks[look];
        choose(look, values[(values.indexOf(page.dataset[look]) + 1) % values.length]);
        name(button);
      });
      name(button);
    });
    // The next visitor of a terminal begins with the looks it was set up with.
    document.addEventListener("wipe", function () {
      if (!("kiosk" in page.dataset)) return;
      Object.keys(looks).forEach(function (look) {
        choose(look, looks[look][0]);
      });
      buttons.forEach(name);
    });
  });
})();
