package dev.portage.cli.demo;

import java.util.SplittableRandom;

/// Writes prose that looks like prose, from a seeded generator.
final class Prose {
    private static final String[] SUBJECTS = words("""
            the ferryman,the old captain,Mara,her brother,the boy,the surveyor,Ilse,a stranger,the night watch,the widow,Tomas,
            the dog,nobody,the schoolteacher,the whole village,old Anselm,the twins,Captain Ødegård,the river,the miller""");
    private static final String[] VERBS = words("""
            carried,remembered,lost,watched,followed,crossed,mended,forgot,counted,hid,waited for,sold,found,drew,whispered to,
            left,kept,turned from,listened to,pulled up""");
    private static final String[] OBJECTS = words("""
            the boat,a letter from São Paulo,the lamp,the second paddle,three barrels of flour,the map,the song,the rope,
            a name nobody spoke,the portage path,the last of the tea,the mill wheel,a café by the falls,the ledger,the winter,
            the far bank,the canoe,a brass key,the bell,every promise""");
    private static final String[] PLACES = words("""
            before dawn,beyond the rapids,under the bridge,in the long grass,after the flood,by the light of the stove,
            between two waters,without a word,as the fog lifted,for the third time that year,near the lower lock,
            while the others slept,where the trail ended,all through the rain,with both hands""");
    private static final String[] SPEECH = words("""
            We carry it or we leave it,You were told not to come back,Is that the river I hear?,Nothing is lost,
            I counted them twice,It weighs less than you think,Who closed the gate?,Tomorrow then,Not one plank was missing,
            Ça ira,The water will not wait,Say it again — slowly""");

    private final SplittableRandom random;

    Prose(SplittableRandom random) {
        this.random = random;
    }

    private static String[] words(String list) {
        return list.replace("\n", "").split(",");
    }

    /// Two to six sentences.
    String paragraph() {
        StringBuilder text = new StringBuilder(400);
        int sentences = 2 + random.nextInt(5);
        for (int i = 0; i < sentences; i++) {
            text.append(i == 0 ? "" : " ").append(sentence());
        }
        return text.toString();
    }

    /// One sentence of direct speech.
    String speech() {
        return "“" + pick(SPEECH) + ",” said " + pick(SUBJECTS) + ".";
    }

    private String sentence() {
        if (random.nextInt(7) == 0) {
            return speech();
        }
        String subject = pick(SUBJECTS);
        String start = Character.toUpperCase(subject.charAt(0)) + subject.substring(1);
        String sentence = start + " " + pick(VERBS) + " " + pick(OBJECTS) + " " + pick(PLACES);
        return random.nextInt(3) == 0
                ? sentence + ", and " + pick(SUBJECTS) + " " + pick(VERBS) + " " + pick(OBJECTS) + "."
                : sentence + ".";
    }

    /// The title of a chapter.
    String title() {
        String object = pick(OBJECTS);
        return Character.toUpperCase(object.charAt(0)) + object.substring(1);
    }

    private String pick(String[] from) {
        return from[random.nextInt(from.length)];
    }
}
