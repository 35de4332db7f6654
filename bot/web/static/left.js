// The page was left at once: nothing that was typed stays on this device.
import { forget } from "./draft.js";

forget();
