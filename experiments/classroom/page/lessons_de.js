// The words of the lessons in German, to the same numbers as in lessons_en.js.

export default {
  "misalignment": {
    title: "Was fehlende Ausrichtung kostet",
    goal: "Sehen, was es kostet, Technik ohne Strategie zu kaufen, und dass ein einzelner Lauf das nicht beweist.",
    steps: [
      { text: "Die Zwillinge einstellen: Der erste kauft nach Strategie, der zweite nach Mode. Den Vorsprung schätzen, bevor sich etwas bewegt (3 Minuten).", setup: "twins" },
      { text: "Bis Monat 24 abspielen und anhalten. Wer liegt vorn? Noch einmal abstimmen, dann bis zum Ende abspielen (5 Minuten)." },
      { text: "Nutzung und leere Plätze beider vergleichen. Bei jedem einen Kauf öffnen: Was wurde geglaubt, was war wahr? (4 Minuten)" },
      { text: "Auf „200 Zukünfte“ drücken. Wie viele eurer Schätzungen wären richtig gewesen? (3 Minuten)" },
      { text: "Jetzt kaufen beide nach Mode, aber der erste misst und prüft, was herauskommt. Schätzen, dann die Zukünfte noch einmal rechnen (5 Minuten).", setup: "review" },
    ],
    questions: [
      "Welche der beiden Firmen lag nach zwei Jahren vorn, welche nach zehn? Warum nicht dieselbe?",
      "Wohin ging das Geld der zweiten Firma?",
      "Hättet ihr das Ergebnis aus einem einzigen Lauf gewusst?",
      "Wie viel vom Abstand schließt das Prüfen allein, im Mittel?",
    ],
    answers: [
      "Nach zwei Jahren liegt die ausgerichtete Firma meist zurück, in etwa vier von fünf Zukünften: Planung und Schulung kosten vom ersten Monat an, die Nutzung wächst langsam. Nach zehn Jahren liegt sie in etwa 98 von 100 Zukünften vorn, in der mittleren mit rund 170.000 Euro.",
      "Sie kauft etwa ebenso bereitwillig, nutzt aber weniger: Mehr als die Hälfte ihrer bezahlten Plätze steht leer (ausgerichtet: etwa jeder achte), und die Leute nutzen ihre Systeme in einem Viertel der Zeit statt in drei Fünfteln.",
      "Die Richtung fast immer, die Größe nie: Die Hälfte aller Zukünfte liegt zwischen 110.000 und 245.000 Euro, ein Viertel darunter, ein Viertel darüber.",
      "Etwa die Hälfte oder mehr: Wer nach Mode kauft, aber prüft, endet im Mittel 120.000 Euro vorn, und vorn in neun von zehn Zukünften. Praktiken addieren sich nicht; zieht also nicht eine von der anderen ab.",
    ],
    cannot: [
      "Ob eine wirkliche Firma diesen Betrag gewänne. Die Firmen sind erfunden, die Euro folgen aus Annahmen mit ihren Quellen.",
      "Ob sich Ausrichtung noch lohnt, wenn alle sich ausrichten: Hier tun es drei von zehn.",
    ],
  },
  "fashion": {
    title: "Mode und soziale Bewährtheit",
    goal: "Zwei Dinge unterscheiden, die sich gleichen: ohne Sorgfalt kaufen und auf das hören, was andere tun.",
    steps: [
      { text: "Der erste Zwilling kauft nach Strategie, der zweite, was alle haben. Schätzen, abspielen, 200 Zukünfte rechnen (7 Minuten).", setup: "trend" },
      { text: "Jetzt kaufen beide, was alle haben; die Leitung des ersten ist taub für soziale Bewährtheit, die des zweiten ganz offen dafür. Wer wird vorn liegen? Schätzen, dann 200 Zukünfte rechnen (6 Minuten).", setup: "proof" },
      { text: "Zuletzt sieht der erste Zwilling nicht darauf, was andere haben, und wählt allein nach Passung; alle seine anderen Gewohnheiten bleiben. Schätzen, dann 200 Zukünfte rechnen (7 Minuten).", setup: "fit" },
    ],
    questions: [
      "Kostet es hier Geld, der Mode zu folgen? Verglichen womit?",
      "Hilft es, die soziale Bewährtheit auszuschalten? Erklärt, was die Käufe anderer einer Leitung sagen können.",
      "Warum kann eine Firma ärmer werden, wenn sie allein nach Passung wählt?",
      "Was würdet ihr einer Firma raten, die nur für eine Verbesserung Zeit hat?",
    ],
    answers: [
      "Gegen den ausgerichteten Zwilling: ja. Die ausgerichtete Firma endet in etwa 94 von 100 Zukünften vorn.",
      "Nein. Ohne soziale Bewährtheit endet die Firma nur in etwa einem Viertel der Zukünfte vorn; der Unterschied ist klein, rund 15.000 Euro. Ein wahrscheinlicher Grund: Was viele behalten haben, ist auch ein Zeichen, dass es funktioniert; die Verzerrung trägt also etwas Wissen.",
      "Sie bezahlt die Sorgfalt der Wahl, aber die Leute sind nicht besser beteiligt oder geschult als zuvor; die Nutzung bewegt sich kaum (sie bleibt bei etwa 0,3). Sie endet in etwa 94 von 100 Zukünften hinten. Gut zu wählen ist wenig wert für eine Firma, die das Gewählte nicht einführen kann.",
      "Die Einführung planen und sich um die Leute kümmern, ehe man die Wahl verfeinert: Im Modell liegt dort der größte Teil des Werts der Ausrichtung (docs/gallery.md, Frage 9).",
    ],
    cannot: [
      "Dass soziale Bewährtheit gut für Firmen ist: Das hängt davon ab, wie viel Beliebtheit über Güte sagt, und das ist hier eine Annahme.",
      "Etwas über Moden, die vom ersten Tag an nur Verlust sind: Produkte im Modell passen verschieden gut, Betrug ist keines.",
    ],
  },
  "sunk_cost": {
    title: "Versunkene Kosten",
    goal: "Sehen, dass eine Verzerrung nur dort schadet, wo es etwas zu entscheiden gibt, und dass eine Regel an ihre Stelle treten kann.",
    steps: [
      { text: "Beide Zwillinge kaufen nach Mode und prüfen so gut wie nichts. Der erste ist frei vom Hang zu versunkenen Kosten, der zweite hat ihn ganz. Schätzen, abspielen, 200 Zukünfte rechnen (6 Minuten).", setup: "blind" },
      { text: "Jetzt messen und prüfen beide, was herauskommt. Wieder schätzen, 200 Zukünfte rechnen; in beiden Geschichten die abgebrochenen Projekte zählen (7 Minuten).", setup: "seeing" },
      { text: "Beide prüfen, und beide haben die volle Verzerrung, aber der erste hat vorher aufgeschrieben, wann er aufhört. Schätzen, 200 Zukünfte rechnen (7 Minuten).", setup: "rule" },
    ],
    questions: [
      "Warum gleichen sich die Zwillinge in der ersten Einstellung, obwohl einer die Verzerrung hat und der andere nicht?",
      "Was ändert sich, wenn beide ihre Ergebnisse ansehen?",
      "Ist eine vorher gesetzte Regel so gut wie eine Leitung ohne die Verzerrung?",
      "Nennt ein eigenes Vorhaben, das man hätte abbrechen sollen. Wer hat es geprüft?",
    ],
    answers: [
      "Wer nie prüft, fragt nie, ob es weitergehen soll. In fast allen Zukünften sind die Zwillinge auf den Euro gleich: Es gibt nichts, was die Verzerrung verbiegen könnte.",
      "Der unverzerrte Zwilling endet in etwa 87 von 100 Zukünften vorn, im Mittel mit rund 55.000 Euro. Er beendet in zehn Jahren etwa 1,6 Systeme, sein Zwilling etwa 0,3.",
      "Beinahe: Der Zwilling mit der Regel endet in etwa 85 von 100 Zukünften vorn, mit rund 51.000 Euro, obwohl seine Leitung die volle Verzerrung hat. Die Regel kostet etwas.",
      "Offen. Achtet auf „niemand“: Das ist die erste Einstellung.",
    ],
    cannot: [
      "Wie stark die Verzerrung einer bestimmten Leitung ist; der Regler geht von gar nicht bis ganz.",
      "Dass Abbrechen immer richtig ist. Ein abgebrochenes Vorhaben, das sich gelohnt hätte, kommt vor; seht euch einzelne Ereignisse an.",
    ],
  },
  "silos": {
    title: "Silos, und der Laden ohne Bestandsdaten",
    goal: "Verstehen, was eine fehlende Verbindung Tag für Tag anrichtet, und warum sich Planung für einen Laden von zwölf nicht lohnen muss.",
    steps: [
      { text: "Ein Laden eröffnet einen Webshop, der seinen Bestand nicht kennt. Der erste Zwilling plant, der zweite nicht. Schätzen, bis zum Ende abspielen; auf die gestrichelten Linien achten (7 Minuten).", setup: "shop" },
      { text: "200 Zukünfte rechnen. Wer liegt wie oft vorn? Macht euch auf eine Überraschung gefasst (3 Minuten)." },
      { text: "Jede Abteilung des zweiten Zwillings allein entscheiden lassen. Schätzen, 200 Zukünfte rechnen (5 Minuten).", setup: "silos" },
      { text: "Beide in Silos, aber der erste plant Verbindungen, Zeit und Kosten vor dem Kauf. Schätzen, 200 Zukünfte rechnen (5 Minuten).", setup: "plan" },
    ],
    questions: [
      "Was kostet eine gestrichelte Linie, und wer bezahlt sie? Seht auf „Abtippen, Störungen“.",
      "Warum kommt es in diesem Laden etwa auf dasselbe heraus, alles sorgfältig zu planen?",
      "Warum schneidet eine einzelne Praktik, das Planen, besser ab als das ganze Bündel?",
      "Was hätte der Laden mit seinem alten Bestandssystem tun können?",
    ],
    answers: [
      "Jede Bestellung wird zweimal getippt: Zeit der Leute in jedem Monat, und Kundschaft, die nach dem Bezahlen „ausverkauft“ hört.",
      "Gleichstand: Jeder Zwilling endet in etwa der Hälfte der Zukünfte vorn. Die Praktiken kosten jeden Monat, der Laden hat zwölf Leute und sechzig Monate, und das alte Bestandssystem lässt sich kaum mit etwas verbinden, was immer man bezahlt.",
      "Das Bündel bezahlt für alles, ob nötig oder nicht; eine Praktik kostet weniger und dient in jedem Vorhaben. Allein bringt sie den Laden mit Silos in etwa 84 von 100 Zukünften nach vorn, um rund 32.000 Euro. Gegen Silos liegt das ganze Bündel in etwa 7 von 10 vorn.",
      "Im Modell: gar keinen Webshop eröffnen. Ein Laden, der nichts kauft, endet in etwa 95 von 100 Zukünften vor dem planenden. Im Leben: zuerst das Bestandssystem ersetzen; das bietet diese Geschichte nicht an.",
    ],
    cannot: [
      "Welcher Teil der Planung den Gewinn trägt: Verbindungen, Zeit und Kosten kommen hier als eine Praktik.",
      "Dass kleine Läden nicht planen sollten. Es gilt für diesen Laden, dieses alte System und fünf Jahre.",
    ],
  },
  "not_pay": {
    title: "Wann Ausrichtung sich nicht lohnt",
    goal: "Die Grenzen einer guten Idee finden: zu wenig Zeit, eine zu kleine Firma, und dass alle sie haben.",
    steps: [
      { text: "Der Markt kleiner Firmen. Den Vorsprung nach 24 Monaten schätzen, bis dorthin abspielen, dann bis Monat 36, und anhalten (5 Minuten).", setup: "early" },
      { text: "Das Verkaufsteam ohne Verkaufsprozess. Schätzen, abspielen, 200 Zukünfte rechnen (5 Minuten).", setup: "crm" },
      { text: "Zurück zum Markt: Ausrichtung gegen gar nichts kaufen. Schätzen, abspielen, 200 Zukünfte rechnen (5 Minuten).", setup: "nothing" },
      { text: "Das Verkaufsteam, Ausrichtung gegen nichts kaufen. Schätzen, 200 Zukünfte rechnen. Dann besprechen: Was, wenn alle Firmen sich ausrichten? (5 Minuten)", setup: "crm_nothing" },
    ],
    questions: [
      "Wie lange muss eine Inhaberin warten können?",
      "Wie sicher seid ihr, welcher Weg für das Verkaufsteam besser ist?",
      "Wenn nichts zu kaufen ebenso gut ist, warum kaufen Firmen?",
      "Was geschieht mit dem Gewinn, wenn alle Mitbewerber dasselbe tun?",
    ],
    answers: [
      "Mehr als zwei bis drei Jahre: Nach zwei liegt der ausgerichtete Zwilling in etwa einer von fünf Zukünften vorn, nach drei in einer von drei, nach fünf in neun von zehn.",
      "Gar nicht sicher: etwa halb und halb. Systeme werden mehr genutzt, und die Praktiken kosten etwa so viel, wie das bringt.",
      "Gegen nichts kaufen endet der ausgerichtete Zwilling in etwa vier von zehn Zukünften des Marktes vorn, und in weniger als einer von zehn beim Verkaufsteam. Wer kauft, gewinnt Kundschaft von anderen; wer nicht kauft, spart. Wo andere kaufen, fühlt sich Stillstand gefährlich an, und hier ist er es meist nicht.",
      "Er geht: Was eine Firma gewinnt, nimmt sie einer anderen. Richten alle sich aus, stünden alle besser da, wenn sie nichts kauften, um rund 131.000 Euro je Firma (smbsim sweep studies/share_that_aligns). Die Seite behandelt drei von zehn Firmen; rechnet die Studie, um es zu sehen.",
    ],
    cannot: [
      "Dass Technik nutzlos ist. Die Nachfrage wächst hier kaum mit dem, was Firmen bieten; wo sie wächst, können alle gewinnen.",
      "Was nach zehn Jahren geschieht, oder bei Firmen, die wegen eines Gesetzes oder eines großen Kunden kaufen müssen.",
    ],
  },
};
