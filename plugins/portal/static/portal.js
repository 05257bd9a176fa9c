import { initAll } from "/static/govuk/govuk-frontend.js";

initAll();
